package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A protection that is armed on a session, or is known not to be. Immutable.
 *
 * <pre>{@code
 * {"rule": "expiry", "acts_at": "2026-01-29T14:00:00Z", "state": "armed", "last_checked_at": "2026-01-29T12:00:05Z"}
 * }</pre>
 *
 * @param rule such as {@code expiry}, {@code hard_limit} or {@code idle}
 * @param state {@code armed}; for idle also {@code warned}, once its end is announced, and {@code blind}, while nothing can be told of the use
 */
public record EnforcementJson(
        String rule,
        @Nullable Instant actsAt,
        String state,
        @Nullable Instant lastCheckedAt) {
    public EnforcementJson {
        requireNonNull(rule, "rule");
        requireNonNull(state, "state");
    }
}
