/** The simulated market: Vast.ai and TensorDock as local HTTP servers whose instances are real SSH servers. */
@NullMarked
package io.gpushopper.simulator;

import org.jspecify.annotations.NullMarked;
