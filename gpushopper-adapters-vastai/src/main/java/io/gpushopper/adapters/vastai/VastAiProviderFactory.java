package io.gpushopper.adapters.vastai;

import io.gpushopper.adapters.http.AdapterRuntime;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.ports.Provider;

/** Makes the provider {@code vastai}. */
public final class VastAiProviderFactory {
    /** The name of Vast.ai in offer ids, in the store and on the wire. */
    public static final ProviderId ID = new ProviderId("vastai");

    private VastAiProviderFactory() {}

    /** The account behind the key. Make one per account and process: it holds the pace. Nothing is asked yet. */
    public static Provider create(VastAiConfig config, AdapterRuntime runtime) {
        return new VastAiProvider(config, runtime);
    }
}
