package io.gpushopper.archfixture.cli;

import com.tngtech.archunit.core.domain.JavaClass;
import io.gpushopper.application.GpuShopper;
import io.gpushopper.persistence.Stores;
import io.gpushopper.sdk.wire.SessionJson;

/** Each breaks the row of the module whose place this package takes. */
interface Trespasses {
    record UsesAUseCase(GpuShopper gpuShopper) {}

    record UsesTheStoresThemselves(Stores stores) {}

    record UsesTheSdk(SessionJson sessionJson) {}

    record UsesAnotherLibrary(JavaClass javaClass) {}
}
