package io.gpushopper.adapters.tensordock;

import static java.util.Objects.requireNonNull;

import io.gpushopper.adapters.http.ApiKey;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How TensorDock is reached, and as whom.
 *
 * @param url the API with its version path
 * @param balanceUrl the older API with its version path, of which only the balance is asked
 * @param authId the authorisation id, which names the account and is needed for its balance; null when it is not configured
 * @param apiToken the token that goes with every call
 */
public record TensorDockConfig(
        URI url, URI balanceUrl, @Nullable String authId, ApiKey apiToken) {
    /** The real service (TensorDock docs, getting started). */
    public static final URI SERVICE = URI.create("https://dashboard.tensordock.com/api/v2");

    /** The real service's older API. */
    public static final URI BALANCE_SERVICE = URI.create("https://marketplace.tensordock.com/api/v0");

    public TensorDockConfig {
        url = requireBase(url, "url");
        balanceUrl = requireBase(balanceUrl, "balanceUrl");
        requireNonNull(apiToken, "apiToken");
        if (authId != null && authId.isBlank()) {
            throw new IllegalArgumentException("authId must be null or not blank");
        }
    }

    /** The real service, with or without an authorisation id. */
    public static TensorDockConfig ofService(@Nullable String authId, ApiKey apiToken) {
        return new TensorDockConfig(SERVICE, BALANCE_SERVICE, authId, apiToken);
    }

    private static URI requireBase(URI url, String name) {
        String text = requireNonNull(url, name).toString().replaceAll("/+$", "");
        boolean isHttp = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        if (!isHttp || url.getHost() == null || url.getRawUserInfo() != null || text.matches(".*[?#].*")) {
            throw new IllegalArgumentException(name + " must be http(s)://host/path without user, query and fragment");
        }
        return URI.create(text);
    }
}
