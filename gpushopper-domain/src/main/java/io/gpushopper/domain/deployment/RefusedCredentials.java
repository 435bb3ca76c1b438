package io.gpushopper.domain.deployment;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How often a provider has refused our credentials in a row. Some refuse good ones now and then (docs/PROVIDERS.md, TensorDock: calls
 * and answers), so that one refusal may be noise; but those that come within 30 s of each other are one. Until credentials were
 * accepted once, the first refusal is believed: there is nothing to be mistaken about. Immutable.
 *
 * @param accepted whether the credentials were ever good
 * @param inARow refusals since then that count
 * @param lastCountedAt when the last of them came; null when there is none
 */
public record RefusedCredentials(
        boolean accepted, int inARow, @Nullable Instant lastCountedAt) {
    /** Before anything was asked. */
    public static final RefusedCredentials NONE = new RefusedCredentials(false, 0, null);

    static final Duration APART = Duration.ofSeconds(30);

    public RefusedCredentials {
        if (inARow < 0) {
            throw new IllegalArgumentException("inARow must not be negative: " + inARow);
        }
    }

    /** After one more refusal. */
    public RefusedCredentials refusedAt(Instant now) {
        requireNonNull(now, "now");
        boolean counts = lastCountedAt == null || !now.isBefore(lastCountedAt.plus(APART));
        return counts ? new RefusedCredentials(accepted, inARow + 1, now) : this;
    }

    /** After an answer that good credentials alone get. */
    public RefusedCredentials answered() {
        return new RefusedCredentials(true, 0, null);
    }

    /**
     * Whether the credentials are taken for bad.
     *
     * @param needed how many refusals in a row that takes at this provider
     */
    public boolean areBelieved(int needed) {
        return inARow >= (accepted ? needed : 1);
    }
}
