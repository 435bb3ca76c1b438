package io.gpushopper.application;

import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.StoreException;
import io.gpushopper.ports.Threads;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions whose recording failed, but may have been committed all the same: whoever asked was refused, so that nobody would know of what
 * is bought for them. They are withdrawn until that is saved or they are surely not there. Thread-safe.
 */
final class DoubtfulCreates {
    private static final Logger LOG = LoggerFactory.getLogger(DoubtfulCreates.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    // A commit whose answer was lost may still be under way in the database when it answers again.
    private static final Duration MAY_APPEAR = Duration.ofMinutes(1);

    private final Set<SessionId> untold = ConcurrentHashMap.newKeySet();
    private final SessionStore sessions;
    private final Threads threads;
    private final InstantSource clock;

    DoubtfulCreates(SessionStore sessions, Threads threads, InstantSource clock) {
        this.sessions = sessions;
        this.threads = threads;
        this.clock = clock;
    }

    /**
     * Withdraws the session, now or as soon as the store lets it.
     *
     * @param ending how
     */
    void withdraw(SessionId id, Function<Session, Decision> ending) {
        untold.add(id);
        withdraw(id, ending, null);
    }

    /** Whoever asked for it repeated his request and was given it, so that it is in doubt no longer. */
    void told(SessionId id) {
        untold.remove(id);
    }

    /** @param absentSince since when the store answers and has no such session; null while it did not */
    private void withdraw(SessionId id, Function<Session, Decision> ending, @Nullable Instant absentSince) {
        if (!untold.contains(id)) {
            return;
        }
        Instant absent = null;
        try {
            Optional<Session> withdrawn = sessions.amend(
                    id,
                    current -> untold.contains(id) ? ending.apply(current) : Decision.of(current),
                    Durability.SYNCED);
            Instant now = clock.instant();
            absent = absentSince == null ? now : absentSince;
            if (withdrawn.isPresent() || !now.isBefore(absent.plus(MAY_APPEAR))) {
                untold.remove(id);
                LOG.warn("session {}: recorded in doubt, and {}", id, withdrawn.isPresent() ? "ended" : "not there");
                return;
            }
        } catch (StoreException unsaved) {
            LOG.error("session {}: recorded in doubt, and can't be withdrawn; it is tried again", id, unsaved);
        } catch (RuntimeException | Error broken) {
            LOG.error("session {}: recorded in doubt, and could not be withdrawn; it is tried again", id, broken);
        }
        Instant since = absent;
        threads.after(AGAIN, () -> withdraw(id, ending, since));
    }
}
