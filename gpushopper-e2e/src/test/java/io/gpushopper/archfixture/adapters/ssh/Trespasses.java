package io.gpushopper.archfixture.adapters.ssh;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.adapters.http.ApiClient;
import io.gpushopper.application.GpuShopper;

/** Each breaks the row of the module whose place this package takes. */
interface Trespasses {
    record UsesTheHttpClient(ApiClient apiClient) {}

    record UsesAUseCase(GpuShopper gpuShopper) {}

    record UsesAnotherLibrary(JsonNode jsonNode) {}
}
