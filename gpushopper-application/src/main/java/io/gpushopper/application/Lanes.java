package io.gpushopper.application;

import io.gpushopper.domain.session.SessionId;
import io.gpushopper.ports.Threads;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where slow work of a session goes on beside its passes: a lane each for ends, purchases, choices of another offer, probes, keys, questions and listings. A session has at
 * most one thing under way in each; that is only to spare work, for whatever is forgotten or refused here is decided again.
 * Thread-safe.
 */
final class Lanes {
    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    private final Lane ends;
    private final Lane purchases;
    private final Lane choices;
    private final Lane probes;
    private final Lane keys;
    private final Lane questions;
    private final Lane looks;

    Lanes(Threads threads) {
        this.ends = new Lane(threads.ends());
        this.purchases = new Lane(threads.purchases());
        this.choices = new Lane(threads.questions());
        this.probes = new Lane(threads.probes());
        this.keys = new Lane(threads.questions());
        this.questions = new Lane(threads.questions());
        this.looks = new Lane(threads.looks());
    }

    void end(SessionId session, Runnable work) {
        ends.submit(session, work);
    }

    void purchase(SessionId session, Runnable work) {
        purchases.submit(session, work);
    }

    void choice(SessionId session, Runnable work) {
        choices.submit(session, work);
    }

    void probe(SessionId session, Runnable work) {
        probes.submit(session, work);
    }

    void keys(SessionId session, Runnable work) {
        keys.submit(session, work);
    }

    void question(SessionId session, Runnable work) {
        questions.submit(session, work);
    }

    void look(SessionId session, Runnable work) {
        looks.submit(session, work);
    }

    /** One kind of work. */
    private static final class Lane {
        private final Set<SessionId> busy = ConcurrentHashMap.newKeySet();
        private final Executor executor;

        Lane(Executor executor) {
            this.executor = executor;
        }

        void submit(SessionId session, Runnable work) {
            if (!busy.add(session)) {
                return;
            }
            try {
                executor.execute(() -> run(session, work));
            } catch (RejectedExecutionException fullOrClosed) {
                busy.remove(session);
                LOG.debug("session {}: its turn comes later", session, fullOrClosed);
            } catch (RuntimeException | Error broken) {
                busy.remove(session);
                throw broken;
            }
        }

        private void run(SessionId session, Runnable work) {
            try {
                work.run();
            } catch (RuntimeException | Error broken) {
                LOG.error("session {}: work beside its passes broke off; it is decided again", session, broken);
            } finally {
                busy.remove(session);
            }
        }
    }
}
