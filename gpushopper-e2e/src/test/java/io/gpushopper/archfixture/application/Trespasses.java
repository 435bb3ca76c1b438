package io.gpushopper.archfixture.application;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.adapters.http.ApiClient;
import io.gpushopper.persistence.Stores;

/** Each breaks the row of the module whose place this package takes. */
interface Trespasses {
    record UsesAnAdapter(ApiClient apiClient) {}

    record UsesTheStoresThemselves(Stores stores) {}

    record UsesAnotherLibrary(JsonNode jsonNode) {}
}
