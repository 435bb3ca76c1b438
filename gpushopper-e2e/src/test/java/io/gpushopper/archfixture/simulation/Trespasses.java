package io.gpushopper.archfixture.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.adapters.http.ApiClient;
import io.gpushopper.persistence.Stores;
import io.gpushopper.simulator.Simulator;

/** Each breaks the row of the module whose place this package takes. */
interface Trespasses {
    record UsesTheMarketplaceSimulator(Simulator simulator) {}

    record UsesAnAdapter(ApiClient apiClient) {}

    record UsesTheStoresThemselves(Stores stores) {}

    record UsesAnotherLibrary(JsonNode jsonNode) {}
}
