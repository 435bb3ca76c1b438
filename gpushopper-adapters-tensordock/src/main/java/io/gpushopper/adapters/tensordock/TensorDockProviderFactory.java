package io.gpushopper.adapters.tensordock;

import io.gpushopper.adapters.http.AdapterRuntime;
import io.gpushopper.adapters.http.ApiClient;
import io.gpushopper.adapters.http.PaceRule;
import io.gpushopper.adapters.http.Redactor;
import io.gpushopper.domain.session.AccountId;
import io.gpushopper.ports.Provider;

/** Makes the adapter for TensorDock, the provider {@code tensordock}. */
public final class TensorDockProviderFactory {
    private static final String USER_AGENT = "gpushopper";

    private TensorDockProviderFactory() {}

    /** One account at TensorDock. Make one only for each account: the rate limit is the account's. */
    public static Provider create(TensorDockConfig config, AdapterRuntime runtime) {
        return create(config, runtime, TensorDockApi.PACE);
    }

    static Provider create(TensorDockConfig config, AdapterRuntime runtime, PaceRule pace) {
        TensorDockApi api = new TensorDockApi(config.url(), pace, runtime);
        TensorDockErrors errors = new TensorDockErrors(new Redactor(config.apiToken()));
        ApiClient client = new ApiClient(TensorDockApi.ID, config.apiToken(), USER_AGENT, errors, runtime);
        String authId = config.authId();
        AccountId account = new AccountId(
                TensorDockApi.ID,
                config.url().toString(),
                authId == null ? "token-" + config.apiToken().fingerprint() : authId);
        TensorDockBalance balance = authId == null
                ? null
                : new TensorDockBalance(config.balanceUrl(), authId, config.apiToken(), client, api.pacer());
        return new TensorDockProvider(api, client, errors, account, balance, runtime.clock());
    }
}
