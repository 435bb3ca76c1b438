package io.gpushopper.archfixture.adapters.vastai;

import com.tngtech.archunit.core.domain.JavaClass;
import io.gpushopper.adapters.tensordock.TensorDockConfig;
import io.gpushopper.application.GpuShopper;
import io.gpushopper.simulator.Simulator;

/** Each breaks the row of the module whose place this package takes. */
interface Trespasses {
    record UsesTheOtherProvider(TensorDockConfig tensorDockConfig) {}

    record UsesAUseCase(GpuShopper gpuShopper) {}

    record UsesTheSimulator(Simulator simulator) {}

    record UsesAnotherLibrary(JavaClass javaClass) {}
}
