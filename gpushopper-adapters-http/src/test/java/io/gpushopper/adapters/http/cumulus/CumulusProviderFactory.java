package io.gpushopper.adapters.http.cumulus;

import io.gpushopper.adapters.http.AdapterRuntime;
import io.gpushopper.adapters.http.ApiClient;
import io.gpushopper.adapters.http.Redactor;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.ports.Provider;

/** Makes the adapter of Cumulus. */
public final class CumulusProviderFactory {
    /** The name of Cumulus in offer ids and in the store. */
    public static final ProviderId ID = new ProviderId("cumulus");

    private CumulusProviderFactory() {}

    /** The account behind the key. Nothing is asked yet. */
    public static Provider create(CumulusConfig config, AdapterRuntime runtime) {
        ApiClient client =
                new ApiClient(ID, config.key(), "gpushopper", new CumulusErrors(new Redactor(config.key())), runtime);
        return new CumulusProvider(
                config, client, runtime.pacer(config.pace(), ID, config.key(), "all"), runtime.clock());
    }
}
