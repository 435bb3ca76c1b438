package io.gpushopper.application;

import io.gpushopper.domain.session.SessionId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where slow work of a session goes on beside its passes: one lane for purchases, one for probes. A session has at most one thing
 * under way in each; that is only to spare work, for whatever is forgotten here is decided again. Thread-safe.
 */
final class Lanes {
    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    private final Set<SessionId> buying = ConcurrentHashMap.newKeySet();
    private final Set<SessionId> probing = ConcurrentHashMap.newKeySet();
    private final Executor purchases;
    private final Executor probes;

    Lanes(Executor purchases, Executor probes) {
        this.purchases = purchases;
        this.probes = probes;
    }

    /** False when the lane is full; nothing was done then. */
    boolean purchase(SessionId session, Runnable work) {
        return submit(purchases, buying, session, work);
    }

    /** False when the lane is full; nothing was done then, and the next pass tries again. */
    boolean probe(SessionId session, Runnable work) {
        return submit(probes, probing, session, work);
    }

    private static boolean submit(Executor lane, Set<SessionId> busy, SessionId session, Runnable work) {
        if (!busy.add(session)) {
            return true;
        }
        try {
            lane.execute(() -> {
                try {
                    work.run();
                } catch (RuntimeException | Error broken) {
                    LOG.error("session {}: work beside its passes broke off; it is decided again", session, broken);
                } finally {
                    busy.remove(session);
                }
            });
            return true;
        } catch (RejectedExecutionException full) {
            busy.remove(session);
            LOG.warn("session {}: too much is under way, its turn comes later", session);
            return false;
        }
    }
}
