package io.gpushopper.application;

import io.gpushopper.domain.session.IllegalTransitionException;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.ports.StoreException;
import io.gpushopper.ports.Threads;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends that were asked for while the store took nothing: taken all the same, carried out from what can be read of the session, and saved
 * as soon as the store takes them. They live in this process alone, and whoever asked is told so by getting no more than "accepted".
 * Thread-safe.
 */
final class UnsavedEnds {
    private static final Logger LOG = LoggerFactory.getLogger(UnsavedEnds.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final Map<SessionId, StopReason> wanted = new ConcurrentHashMap<>();
    private final SessionEngine engine;
    private final Threads threads;

    UnsavedEnds(SessionEngine engine, Threads threads) {
        this.engine = engine;
        this.threads = threads;
    }

    /**
     * Takes an end that could not be saved. A DELETE that comes after the work was said to be done wants more, and outranks it.
     *
     * @param saving tries to save it, and throws a {@link StoreException} when it still can't
     * @return the session as it was last known
     * @throws StoreException the one given, when nothing is known of the session
     */
    Session take(
            SessionId id,
            StopReason reason,
            StoreException unsaved,
            BiFunction<SessionId, StopReason, Session> saving) {
        Session known = engine.lastKnown(id).orElseThrow(() -> unsaved);
        LOG.error("session {} is to end ({}), and that can't be saved; it is tried again", id, reason, unsaved);
        boolean[] isFirst = new boolean[1];
        wanted.compute(id, (same, taken) -> {
            isFirst[0] = taken == null;
            return taken == StopReason.DELETED ? taken : reason;
        });
        carryOut(id, wanted.getOrDefault(id, reason));
        if (isFirst[0]) {
            threads.after(AGAIN, () -> tryAgain(id, saving));
        }
        return known;
    }

    private void tryAgain(SessionId id, BiFunction<SessionId, StopReason, Session> saving) {
        StopReason reason = wanted.get(id);
        if (reason == null) {
            return;
        }
        if (!isSettled(id, reason, saving) || !wanted.remove(id, reason)) {
            carryOut(id, reason);
            threads.after(AGAIN, () -> tryAgain(id, saving));
        }
    }

    /** Whether it is saved, or there is nothing to be ended any more. */
    private static boolean isSettled(
            SessionId id, StopReason reason, BiFunction<SessionId, StopReason, Session> saving) {
        try {
            Session saved = saving.apply(id, reason);
            LOG.info(
                    "session {}: its end is saved at last, and it is {}",
                    id,
                    saved.status().word());
            return true;
        } catch (IllegalTransitionException | NotFoundException over) {
            LOG.info("session {} needs no end any more: {}", id, over.getMessage());
            return true;
        } catch (StoreException still) {
            LOG.debug("session {}: its end still can't be saved", id, still);
            return false;
        } catch (RuntimeException | Error broken) {
            LOG.error("session {}: its end could not be saved; it is tried again", id, broken);
            return false;
        }
    }

    private void carryOut(SessionId id, StopReason reason) {
        try {
            engine.endUnsaved(id, reason);
        } catch (RuntimeException | Error broken) {
            LOG.error("session {} could not be ended; it is tried again", id, broken);
        }
    }
}
