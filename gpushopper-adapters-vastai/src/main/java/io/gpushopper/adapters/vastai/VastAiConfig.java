package io.gpushopper.adapters.vastai;

import static java.util.Objects.requireNonNull;

import io.gpushopper.adapters.http.ApiKey;
import java.math.BigDecimal;
import java.net.URI;

/**
 * How Vast.ai is used.
 *
 * @param url the root that {@code /api/v0/…} and {@code /api/v1/…} are appended to, without credentials, query or slash at the end
 * @param apiKey the account's key
 * @param image the container image of an instance; needs no SSH server of its own
 * @param minReliability the least reliability of a machine that is shown, 0 to 1
 * @param interruptible whether offers are shown, too, that may be taken away by whoever bids more
 * @param paceFactor how many times as long as Vast.ai's own intervals ours are; 0, for a simulator without limits only, sets none
 */
public record VastAiConfig(
        URI url, ApiKey apiKey, String image, double minReliability, boolean interruptible, BigDecimal paceFactor) {
    /** The real service. */
    public static final URI DEFAULT_URL = URI.create("https://console.vast.ai");

    // The newest that the drivers of nearly all offers can run.
    private static final String DEFAULT_IMAGE = "nvidia/cuda:12.4.1-runtime-ubuntu22.04";
    // Our own choice.
    private static final double DEFAULT_MIN_RELIABILITY = 0.95;
    // A little more than the published intervals: the network does not keep calls evenly apart.
    private static final BigDecimal DEFAULT_PACE_FACTOR = new BigDecimal("1.1");

    public VastAiConfig {
        requireNonNull(apiKey, "apiKey");
        requireNonNull(image, "image");
        requireNonNull(paceFactor, "paceFactor");
        url = root(requireNonNull(url, "url"));
        if (!(minReliability >= 0 && minReliability <= 1)) {
            throw new IllegalArgumentException("minReliability must be from 0 to 1");
        }
        if (paceFactor.signum() < 0) {
            throw new IllegalArgumentException("paceFactor must not be negative");
        }
    }

    /** The real service with the defaults. */
    public static VastAiConfig of(ApiKey apiKey) {
        return of(DEFAULT_URL, apiKey);
    }

    /** Another service, such as the simulator, with the defaults. */
    public static VastAiConfig of(URI url, ApiKey apiKey) {
        return new VastAiConfig(url, apiKey, DEFAULT_IMAGE, DEFAULT_MIN_RELIABILITY, false, DEFAULT_PACE_FACTOR);
    }

    public VastAiConfig withPaceFactor(BigDecimal factor) {
        return new VastAiConfig(url, apiKey, image, minReliability, interruptible, factor);
    }

    /** The same with offers that may be taken away. */
    public VastAiConfig withInterruptible() {
        return new VastAiConfig(url, apiKey, image, minReliability, true, paceFactor);
    }

    private static URI root(URI url) {
        boolean plain = url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
        boolean web = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
        if (!plain || !web || url.getHost() == null) {
            throw new IllegalArgumentException("url must be http or https, without credentials, query or fragment");
        }
        String text = url.toString();
        return text.endsWith("/") ? root(URI.create(text.substring(0, text.length() - 1))) : url;
    }
}
