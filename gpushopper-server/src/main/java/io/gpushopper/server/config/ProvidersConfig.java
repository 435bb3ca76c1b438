package io.gpushopper.server.config;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/** The marketplaces. One is used when its key is set. */
public record ProvidersConfig(
        @NotNull @Valid VastAi vastai, @NotNull @Valid TensorDock tensorDock) {
    /**
     * Vast.ai.
     *
     * @param url the root of its API
     * @param apiKey the account's key; null when it is not used
     * @param interruptible whether offers are shown, too, that may be taken away by whoever bids more
     */
    public record VastAi(@NotNull String url, @Nullable Secret apiKey, boolean interruptible) {}

    /**
     * TensorDock.
     *
     * @param url its API with its version path
     * @param balanceUrl its older API, asked for the balance only
     * @param authId the authorisation id, for the balance only; null when it is not set
     * @param apiToken the account's token; null when it is not used
     */
    public record TensorDock(
            @NotNull String url,
            @NotNull String balanceUrl,
            @Nullable String authId,
            @Nullable Secret apiToken) {}
}
