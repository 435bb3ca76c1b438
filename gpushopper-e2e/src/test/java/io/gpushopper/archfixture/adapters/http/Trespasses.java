package io.gpushopper.archfixture.adapters.http;

import com.tngtech.archunit.core.domain.JavaClass;
import io.gpushopper.adapters.vastai.VastAiConfig;
import io.gpushopper.application.GpuShopper;

/** Each breaks the row of the module whose place this package takes. */
interface Trespasses {
    record UsesAUseCase(GpuShopper gpuShopper) {}

    record UsesAProvidersAdapter(VastAiConfig vastAiConfig) {}

    record UsesAnotherLibrary(JavaClass javaClass) {}
}
