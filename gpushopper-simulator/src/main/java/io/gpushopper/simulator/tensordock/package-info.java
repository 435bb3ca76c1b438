/** TensorDock v2 as docs/PROVIDERS.md knows it; what of it is there, and how, is in docs/simulator.md. */
@NullMarked
package io.gpushopper.simulator.tensordock;

import org.jspecify.annotations.NullMarked;
