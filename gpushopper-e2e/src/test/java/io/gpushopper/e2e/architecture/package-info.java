/** What may use what, and the other rules of the house that a machine can check. */
@NullMarked
package io.gpushopper.e2e.architecture;

import org.jspecify.annotations.NullMarked;
