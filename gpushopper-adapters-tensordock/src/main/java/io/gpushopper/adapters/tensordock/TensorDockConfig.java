package io.gpushopper.adapters.tensordock;

import static java.util.Objects.requireNonNull;

import io.gpushopper.adapters.http.ApiKey;
import java.math.BigDecimal;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How TensorDock is reached, and as whom.
 *
 * @param url the API with its version path
 * @param balanceUrl the older API with its version path, of which only the balance is asked
 * @param authId the authorisation id, which names the account and is needed for its balance; null when it is not configured
 * @param apiToken the token that goes with every call
 * @param paceFactor how many times as long as our own intervals between calls they are; 0, for a simulator without limits only, sets
 *     none
 */
public record TensorDockConfig(
        URI url, URI balanceUrl, @Nullable String authId, ApiKey apiToken, BigDecimal paceFactor) {
    /** The real service (TensorDock docs, getting started). */
    public static final URI DEFAULT_URL = URI.create("https://dashboard.tensordock.com/api/v2");

    /** The real service's older API. */
    public static final URI DEFAULT_BALANCE_URL = URI.create("https://marketplace.tensordock.com/api/v0");

    public TensorDockConfig {
        url = requireBase(url, "url");
        balanceUrl = requireBase(balanceUrl, "balanceUrl");
        requireNonNull(apiToken, "apiToken");
        requireNonNull(paceFactor, "paceFactor");
        if (authId != null && authId.isBlank()) {
            throw new IllegalArgumentException("authId must be null or not blank");
        }
        if (paceFactor.signum() < 0) {
            throw new IllegalArgumentException("paceFactor must not be negative");
        }
    }

    /** The real service, with or without an authorisation id. */
    public static TensorDockConfig of(@Nullable String authId, ApiKey apiToken) {
        return of(DEFAULT_URL, DEFAULT_BALANCE_URL, authId, apiToken);
    }

    /** Another service, such as the simulator, at the usual pace. */
    public static TensorDockConfig of(URI url, URI balanceUrl, @Nullable String authId, ApiKey apiToken) {
        return new TensorDockConfig(url, balanceUrl, authId, apiToken, BigDecimal.ONE);
    }

    public TensorDockConfig withPaceFactor(BigDecimal factor) {
        return new TensorDockConfig(url, balanceUrl, authId, apiToken, factor);
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
