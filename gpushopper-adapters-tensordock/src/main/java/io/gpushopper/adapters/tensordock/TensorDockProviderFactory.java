package io.gpushopper.adapters.tensordock;

import io.gpushopper.adapters.http.AdapterRuntime;
import io.gpushopper.adapters.http.ApiClient;
import io.gpushopper.adapters.http.PaceRule;
import io.gpushopper.adapters.http.Redactor;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.AccountId;
import io.gpushopper.ports.Provider;

/** Makes the provider {@code tensordock}. */
public final class TensorDockProviderFactory {
    /** The name of TensorDock in offer ids, in the store and on the wire. */
    public static final ProviderId ID = TensorDockApi.ID;

    private static final String USER_AGENT = "gpushopper";

    private TensorDockProviderFactory() {}

    /** The account behind the token. Make one per account and process: it holds the pace. Nothing is asked yet. */
    public static Provider create(TensorDockConfig config, AdapterRuntime runtime) {
        PaceRule pace = TensorDockApi.PACE.times(config.paceFactor());
        TensorDockApi api = new TensorDockApi(config.url(), config.apiToken(), pace, runtime);
        TensorDockErrors errors = new TensorDockErrors(new Redactor(config.apiToken()));
        ApiClient client = new ApiClient(TensorDockApi.ID, config.apiToken(), USER_AGENT, errors, runtime);
        String authId = config.authId();
        String url = config.url().toString();
        AccountId account = authId == null
                ? AccountId.ofCredential(
                        TensorDockApi.ID, url, config.apiToken().fingerprint())
                : new AccountId(TensorDockApi.ID, url, authId);
        TensorDockBalance balance = authId == null
                ? null
                : new TensorDockBalance(config.balanceUrl(), authId, config.apiToken(), client, api.pacer());
        return new TensorDockProvider(api, client, errors, account, balance, runtime.clock());
    }
}
