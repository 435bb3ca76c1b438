@NullMarked
package io.gpushopper.archfixture.simulator;

import org.jspecify.annotations.NullMarked;
