package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a stranger. With a row before every purchase there is none, unless the store was lost, restored or shared, so it is an
 * alarm first, and destroyed {@link #GRACE} after its first sight. It is kept until the hard limit, counted from its tag, when it was bought
 * after the store's last pass before this start, when there are too many of them, or when an operator says so; his other word destroys
 * it at once. Pure.
 */
public final class StrangerRule {
    /** For so long it is an alarm only. */
    public static final Duration GRACE = Duration.ofMinutes(15);

    private StrangerRule() {}

    /**
     * What it is judged by.
     *
     * @param strangers how many there are at its provider
     * @param ours how many instances our sessions answer for there
     * @param passBeforeStart when the store was last compared with the provider before this start; null when it never was
     * @param hardLimit the longest life of a session
     */
    public record Surroundings(
            int strangers, int ours, @Nullable Instant passBeforeStart, Duration hardLimit) {
        public Surroundings {
            requireNonNull(hardLimit, "hardLimit");
        }

        private boolean areTooMany() {
            return Mass.isMass(strangers, ours);
        }
    }

    /** The stranger, kept if anything speaks for that; once kept it stays so. */
    public static Stranger judged(Stranger stranger, Surroundings around) {
        Instant last = around.passBeforeStart();
        if (last == null || stranger.tag().time().isAfter(last)) {
            return stranger.keptFor(Stranger.Kept.STORE_IS_OLDER);
        }
        return around.areTooMany() ? stranger.keptFor(Stranger.Kept.TOO_MANY) : stranger;
    }

    /** When it is to be destroyed. */
    public static Instant endsAt(Stranger stranger, Duration hardLimit) {
        if (stranger.word() == Stranger.Word.DESTROY) {
            return stranger.firstSeenAt();
        }
        boolean isKept = stranger.kept() != null || stranger.word() == Stranger.Word.ADOPT;
        return isKept
                ? stranger.tag().time().plus(hardLimit)
                : stranger.firstSeenAt().plus(GRACE);
    }
}
