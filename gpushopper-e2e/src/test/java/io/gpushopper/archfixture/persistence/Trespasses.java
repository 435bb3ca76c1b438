package io.gpushopper.archfixture.persistence;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.adapters.http.ApiClient;
import io.gpushopper.application.GpuShopper;

/** Each breaks the row of the module whose place this package takes. */
interface Trespasses {
    record UsesAUseCase(GpuShopper gpuShopper) {}

    record UsesAnAdapter(ApiClient apiClient) {}

    record UsesAnotherLibrary(JsonNode jsonNode) {}
}
