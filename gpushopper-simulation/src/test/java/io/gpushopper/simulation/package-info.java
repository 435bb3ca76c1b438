/** The deterministic simulation: the real engine on fakes, in virtual time, with faults and crashes from one seed. */
@NullMarked
package io.gpushopper.simulation;

import org.jspecify.annotations.NullMarked;
