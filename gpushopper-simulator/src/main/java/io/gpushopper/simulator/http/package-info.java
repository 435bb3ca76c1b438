/** HTTP on loopback as the simulated providers need it, dropped connections included. */
@NullMarked
package io.gpushopper.simulator.http;

import org.jspecify.annotations.NullMarked;
