package io.gpushopper.archfixture.adapters.tensordock;

import com.tngtech.archunit.core.domain.JavaClass;
import io.gpushopper.adapters.vastai.VastAiConfig;
import io.gpushopper.application.GpuShopper;
import io.gpushopper.simulator.Simulator;

/** Each breaks the row of the module whose place this package takes. */
interface Trespasses {
    record UsesTheOtherProvider(VastAiConfig vastAiConfig) {}

    record UsesAUseCase(GpuShopper gpuShopper) {}

    record UsesTheSimulator(Simulator simulator) {}

    record UsesAnotherLibrary(JavaClass javaClass) {}
}
