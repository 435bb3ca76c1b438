package io.gpushopper.archfixture.ports;

import io.gpushopper.application.GpuShopper;
import org.slf4j.Logger;

/** Each breaks the row of the module whose place this package takes. */
interface Trespasses {
    record UsesAUseCase(GpuShopper gpuShopper) {}

    record UsesALibrary(Logger logger) {}
}
