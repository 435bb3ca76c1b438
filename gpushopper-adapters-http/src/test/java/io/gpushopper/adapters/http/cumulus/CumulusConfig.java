package io.gpushopper.adapters.http.cumulus;

import static java.util.Objects.requireNonNull;

import io.gpushopper.adapters.http.ApiKey;
import io.gpushopper.adapters.http.PaceRule;
import java.net.URI;

/**
 * What is configured of Cumulus.
 *
 * @param url the root of its API, without a slash at the end
 * @param key the account's
 * @param pace how fast the account may be used
 */
public record CumulusConfig(URI url, ApiKey key, PaceRule pace) {
    public CumulusConfig {
        requireNonNull(url, "url");
        requireNonNull(key, "key");
        requireNonNull(pace, "pace");
    }
}
