@NullMarked
package io.gpushopper.archfixture.simulation;

import org.jspecify.annotations.NullMarked;
