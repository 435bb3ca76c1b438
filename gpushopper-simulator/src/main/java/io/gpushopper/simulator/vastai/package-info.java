/** Vast.ai as docs/PROVIDERS.md knows it; what of it is there, and how, is in docs/simulator.md. */
@NullMarked
package io.gpushopper.simulator.vastai;

import org.jspecify.annotations.NullMarked;
