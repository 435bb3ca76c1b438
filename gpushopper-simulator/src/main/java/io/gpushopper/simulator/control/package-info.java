/** The control API under {@code /_sim}. */
@NullMarked
package io.gpushopper.simulator.control;

import org.jspecify.annotations.NullMarked;
