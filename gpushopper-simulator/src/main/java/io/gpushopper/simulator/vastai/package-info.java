/** Vast.ai as its wire contract describes it. */
@NullMarked
package io.gpushopper.simulator.vastai;

import org.jspecify.annotations.NullMarked;
