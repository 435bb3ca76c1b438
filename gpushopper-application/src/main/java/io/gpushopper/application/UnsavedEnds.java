package io.gpushopper.application;

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
     * Takes an end that could not be saved.
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
        if (wanted.putIfAbsent(id, reason) == null) {
            tryAgain(id, saving);
        }
        return known;
    }

    private void tryAgain(SessionId id, BiFunction<SessionId, StopReason, Session> saving) {
        StopReason reason = wanted.get(id);
        if (reason == null) {
            return;
        }
        engine.endUnsaved(id, reason);
        threads.after(AGAIN, () -> {
            try {
                Session saved = saving.apply(id, reason);
                wanted.remove(id);
                LOG.info(
                        "session {}: its end is saved at last, and it is {}",
                        id,
                        saved.status().word());
            } catch (StoreException still) {
                tryAgain(id, saving);
            } catch (RuntimeException over) {
                LOG.info("session {} needs no end any more: {}", id, over.getMessage());
                wanted.remove(id);
            }
        });
    }
}
