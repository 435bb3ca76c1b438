package io.gpushopper.archfixture.simulator;

import com.tngtech.archunit.core.domain.JavaClass;
import io.gpushopper.adapters.http.ApiClient;
import io.gpushopper.adapters.vastai.VastAiConfig;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.sdk.wire.SessionJson;

/** Each breaks the row of the module whose place this package takes. */
interface Trespasses {
    record UsesAnAdapter(ApiClient apiClient) {}

    record UsesAProvidersAdapter(VastAiConfig vastAiConfig) {}

    record UsesTheSdk(SessionJson sessionJson) {}

    record UsesTheDomain(ProviderId providerId) {}

    record UsesAnotherLibrary(JavaClass javaClass) {}
}
