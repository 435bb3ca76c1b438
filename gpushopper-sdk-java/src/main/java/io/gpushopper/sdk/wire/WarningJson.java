package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A provider whose offers are missing or old in an inventory answer. Immutable.
 *
 * <pre>{@code
 * {"provider": "vastai", "error_type": "provider_unavailable", "message": "...", "snapshot_age_seconds": 240}
 * }</pre>
 *
 * @param snapshotAgeSeconds age of the offers that are served; absent: none are
 */
public record WarningJson(
        String provider,
        ErrorType errorType,
        @Nullable String message,
        @Nullable Long snapshotAgeSeconds) {
    public WarningJson {
        requireNonNull(provider, "provider");
        requireNonNull(errorType, "errorType");
    }
}
