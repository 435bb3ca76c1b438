/** The simulated rented machine: a real SSH server on a loopback port, with a small Unix-like world of its own. */
@NullMarked
package io.gpushopper.simulator.machine;

import org.jspecify.annotations.NullMarked;
