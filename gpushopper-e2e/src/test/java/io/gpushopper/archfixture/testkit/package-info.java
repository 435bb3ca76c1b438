@NullMarked
package io.gpushopper.archfixture.testkit;

import org.jspecify.annotations.NullMarked;
