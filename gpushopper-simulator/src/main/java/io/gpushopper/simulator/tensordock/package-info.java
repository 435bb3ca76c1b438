/** TensorDock v2 as its wire contract describes it. */
@NullMarked
package io.gpushopper.simulator.tensordock;

import org.jspecify.annotations.NullMarked;
