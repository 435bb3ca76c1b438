package io.gpushopper.application;

import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.Effect;
import io.gpushopper.domain.session.Observation;
import io.gpushopper.domain.session.Policy;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionDecider;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.SessionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one executor. A pass takes the session, which raises its epoch; then, again and again: decide, save under that epoch, and
 * only then carry out the effects, whose outcomes are the next observations. It ends when nothing is left to do now; the saved
 * {@code nextActAt} says when to come back. A crash between any two steps is harmless, for the next pass decides from the whole
 * state. Purchases, probes and questions go on in lanes of their own and come back as passes of their own. Thread-safe.
 */
final class SessionEngine {
    private static final Logger LOG = LoggerFactory.getLogger(SessionEngine.class);
    // A pass that never comes to rest is a bug; the session comes back at its nextActAt all the same.
    private static final int LONGEST_PASS = 100;
    // Another writer wins at most so often before this pass leaves the session to him.
    private static final int CONFLICTS = 5;
    // A pass carries out each effect once, but a look may be wanted for the search and for the proof.
    private static final int TIMES = 2;
    // A session that was to be looked at so long ago is overdue (docs/no-orphans.md, The numbers).
    private static final Duration OVERDUE = Duration.ofSeconds(60);

    private final SessionStore sessions;
    private final Providers providers;
    private final EffectRunner effects;
    private final SessionReporter reporter;
    private final InstantSource clock;

    SessionEngine(
            SessionStore sessions,
            Providers providers,
            EffectRunner effects,
            SessionReporter reporter,
            InstantSource clock) {
        this.sessions = sessions;
        this.providers = providers;
        this.effects = effects;
        this.reporter = reporter;
        this.clock = clock;
        effects.reportTo(this::pass);
    }

    /** Looks at a session that is due. */
    void work(SessionId id) {
        pass(id, new Observation.Tick());
    }

    /** Takes an observation to the session it is about, and does all that follows from it now. */
    void pass(SessionId id, Observation first) {
        Optional<Session> taken = sessions.take(id);
        if (taken.isEmpty()) {
            LOG.warn("session {} is not in the store, and an observation of it was dropped", id);
            return;
        }
        new Pass(taken.get()).run(first);
    }

    /**
     * For a store that can be read but not written: destroys what is due to end, from what was last saved, and saves nothing. With a
     * store that works no session is ever so overdue.
     */
    void endOverdue() {
        Instant now = clock.instant();
        for (Session session : sessions.unfinished()) {
            Instant due = session.nextActAt();
            if (due != null && due.plus(OVERDUE).isBefore(now)) {
                Policy policy = providers.policy(session.provider());
                SessionDecider.decide(session, new Observation.Tick(), policy, now).effects().stream()
                        .filter(Effect.Destroy.class::isInstance)
                        .forEach(destroy -> endUnsaved(session, destroy));
            }
        }
    }

    private void endUnsaved(Session session, Effect destroy) {
        LOG.error("session {} is long overdue, as if the store could not be written: {}", session.id(), destroy);
        effects.run(session, destroy)
                .ifPresent(outcome -> LOG.error("session {}: {}, which is not saved", session.id(), outcome));
    }

    /** One pass over one session. Confined to its thread. */
    private final class Pass {
        private final Deque<Observation> seen = new ArrayDeque<>();
        private final Map<Class<? extends Effect>, Integer> carriedOut = new HashMap<>();
        private Session session;
        private int conflicts;

        Pass(Session session) {
            this.session = session;
        }

        void run(Observation first) {
            seen.add(first);
            for (int step = 0; step < LONGEST_PASS && !seen.isEmpty(); step++) {
                Observation observation = seen.remove();
                Policy policy = providers.policy(session.provider());
                Decision decision = SessionDecider.decide(session, observation, policy, clock.instant());
                Durability durability = decision.isSentMark() ? Durability.SYNCED : Durability.COMMITTED;
                Optional<Session> saved = save(decision, durability);
                if (saved.isEmpty()) {
                    if (!retake(observation)) {
                        return;
                    }
                } else {
                    session = saved.get();
                    reporter.decided(session, observation, decision);
                    carryOut(decision);
                }
            }
        }

        private Optional<Session> save(Decision decision, Durability durability) {
            boolean nothingNew = decision.next().equals(session)
                    && decision.ledger().isEmpty()
                    && decision.events().isEmpty();
            return nothingNew ? Optional.of(session) : sessions.save(decision, durability);
        }

        private void carryOut(Decision decision) {
            for (Effect effect : decision.effects()) {
                if (carriedOut.merge(effect.getClass(), 1, Integer::sum) > TIMES) {
                    continue;
                }
                Optional<Observation> outcome = effects.run(session, effect);
                outcome.ifPresent(seen::add);
                if (effect instanceof Effect.Launch) {
                    // Its answer was saved as a fact, which moved the stamp.
                    sessions.take(session.id()).ifPresent(fresh -> session = fresh);
                }
            }
        }

        private boolean retake(Observation observation) {
            conflicts++;
            Optional<Session> fresh = conflicts > CONFLICTS ? Optional.empty() : sessions.take(session.id());
            fresh.ifPresent(current -> {
                session = current;
                seen.addFirst(observation);
            });
            return fresh.isPresent();
        }
    }
}
