/** The contract of each port as abstract tests, fakes that pass them, builders and a settable clock. */
@NullMarked
package io.gpushopper.testkit;

import org.jspecify.annotations.NullMarked;
