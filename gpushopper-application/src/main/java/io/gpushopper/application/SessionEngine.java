package io.gpushopper.application;

import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.Effect;
import io.gpushopper.domain.session.EndCause;
import io.gpushopper.domain.session.Observation;
import io.gpushopper.domain.session.Policy;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionDecider;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.domain.spending.BudgetExceededException;
import io.gpushopper.domain.spending.FuseException;
import io.gpushopper.ports.DuplicateSessionException;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one executor. A pass takes the session, which raises its epoch, decides, saves under that epoch, and only then has the effects
 * carried out, in lanes of their own; what each brings comes back as a pass. The saved {@code nextActAt} says when to come back in any
 * case. A crash between any two steps is harmless, for the next pass decides from the whole state. Thread-safe.
 */
final class SessionEngine {
    private static final Logger LOG = LoggerFactory.getLogger(SessionEngine.class);
    // Another writer wins at most so often before this pass leaves the session to him.
    private static final int CONFLICTS = 5;
    // A session that was to be looked at so long ago is overdue (docs/no-orphans.md, The numbers).
    private static final Duration OVERDUE = Duration.ofSeconds(60);

    private final SessionStore sessions;
    private final Providers providers;
    private final EffectRunner effects;
    private final SessionReporter reporter;
    private final Spending spending;
    private final InstantSource clock;
    private final LastRead lastRead = new LastRead();
    private volatile Instant looked;

    SessionEngine(
            SessionStore sessions,
            Providers providers,
            EffectRunner effects,
            SessionReporter reporter,
            Spending spending,
            InstantSource clock) {
        this.sessions = sessions;
        this.providers = providers;
        this.effects = effects;
        this.reporter = reporter;
        this.spending = spending;
        this.clock = clock;
        this.looked = clock.instant();
        effects.reportTo(this::pass);
    }

    /** Looks at a session that is due. */
    void work(SessionId id) {
        pass(id, new Observation.Tick());
    }

    /** Takes an observation to the session it is about, and has all that follows from it now carried out. */
    void pass(SessionId id, Observation seen) {
        for (int tried = 0; tried <= CONFLICTS; tried++) {
            Optional<Session> taken = sessions.take(id);
            if (taken.isEmpty()) {
                LOG.warn("session {} is not in the store, and an observation of it was dropped", id);
                return;
            }
            if (isDecided(taken.get(), seen)) {
                return;
            }
        }
        LOG.debug("session {} is left to those who keep writing it", id);
    }

    /** False when another wrote the session meanwhile, and nothing was saved or done. */
    private boolean isDecided(Session session, Observation seen) {
        Policy policy = providers.policy(session.provider());
        Decision decision = SessionDecider.decide(session, seen, policy, clock.instant());
        Optional<Session> saved;
        try {
            saved = save(session, decision);
        } catch (FuseException | BudgetExceededException tooMuch) {
            // Only a further purchase is guarded, and it goes the way of one for which there is no offer.
            return isDecided(session, new Observation.NoOfferLeft());
        }
        saved.ifPresent(current -> {
            lastRead.saw(current);
            reporter.decided(current, seen, decision);
            decision.effects().forEach(effect -> effects.run(current, effect));
        });
        return saved.isPresent();
    }

    private Optional<Session> save(Session session, Decision decision) {
        try {
            return saveDecision(session, decision);
        } catch (DuplicateSessionException taken) {
            LOG.info("session {}: another session of its consumer took the offer first", session.id());
            return Optional.empty();
        }
    }

    private Optional<Session> saveDecision(Session session, Decision decision) {
        boolean nothingNew = decision.next().equals(session)
                && decision.ledger().isEmpty()
                && decision.events().isEmpty();
        Durability durability = decision.mustOutlivePower() ? Durability.SYNCED : Durability.COMMITTED;
        if (nothingNew) {
            return Optional.of(session);
        }
        boolean buysMore =
                decision.next().attempts().size() > session.attempts().size();
        return buysMore
                ? spending.guarded(() -> sessions.save(
                        decision,
                        Durability.SYNCED,
                        spending.purchase(session.terms().consumer())))
                : sessions.save(decision, durability);
    }

    /**
     * Looks at what is long overdue, as it is when no queue hands out work. If the store can be read but not written, what is due to end
     * is destroyed from what was last saved, and nothing is saved. If it can't be read either, what was last read as past its hard limit is
     * destroyed, and nothing else. Where the clock was set back, all that is unfinished is looked at: its moments were set by a time that
     * was wrong.
     */
    void endOverdue() {
        Instant now = clock.instant();
        boolean setBack = now.isBefore(looked);
        looked = now;
        List<Session> unfinished;
        try {
            unfinished = sessions.unfinished();
        } catch (StoreException unreadable) {
            endPastHardLimit(unreadable);
            return;
        }
        lastRead.saw(unfinished);
        boolean writable = true;
        for (Session session : unfinished) {
            try {
                if (setBack || isOverdue(session)) {
                    writable = writable && isWorked(session.id());
                    if (!writable && isOverdue(session)) {
                        endUnsaved(session);
                    }
                }
            } catch (RuntimeException | Error broken) {
                LOG.error("session {} is overdue, and could not be looked at; it is tried again", session.id(), broken);
            }
        }
    }

    /** False when the store can't be written. It may have taken a minute to fail, and so is not asked again for those that wait. */
    private boolean isWorked(SessionId id) {
        try {
            work(id);
            return true;
        } catch (StoreException unwritable) {
            LOG.error("session {} is overdue, and the store can't be written", id, unwritable);
            return false;
        }
    }

    private boolean isOverdue(Session session) {
        Instant due = session.nextActAt();
        return due != null && due.plus(OVERDUE).isBefore(clock.instant());
    }

    private void endUnsaved(Session session) {
        endUnsaved(session, new Observation.Tick());
    }

    private void endUnsaved(Session session, Observation seen) {
        Policy policy = providers.policy(session.provider());
        SessionDecider.decide(session, seen, policy, clock.instant()).effects().stream()
                .filter(effect -> effect instanceof Effect.Destroy || effect instanceof Effect.Stop)
                .forEach(end -> effects.runUnsaved(session, end));
    }

    /**
     * An end was asked for that can't be saved: what is to be destroyed for it is, from what can be read of the session. When nothing can,
     * nothing is.
     */
    void endUnsaved(SessionId id, StopReason reason) {
        try {
            sessions.find(id)
                    .filter(session -> reason == StopReason.DONE ? session.isActive() : !session.isAllOver())
                    .ifPresent(session -> endUnsaved(session, new Observation.EndWanted(EndCause.of(reason))));
        } catch (StoreException unreadable) {
            LOG.error("session {} is to end, and the store can't be read", id, unreadable);
        }
    }

    /** The session as the store has it, or, when that can't be read, as it was last seen. */
    Optional<Session> lastKnown(SessionId id) {
        try {
            return sessions.find(id);
        } catch (StoreException unreadable) {
            return lastRead.find(id);
        }
    }

    /** Every session that lives, by the store, or, when that can't be read, as it was last seen. */
    List<Session> lastKnownLive() {
        try {
            lastRead.saw(sessions.unfinished());
        } catch (StoreException unreadable) {
            LOG.error("the store can't be read; what lives is told as it was last seen", unreadable);
        }
        return lastRead.all();
    }

    private void endPastHardLimit(StoreException unreadable) {
        List<Session> late = lastRead.pastHardLimit(clock.instant());
        LOG.error("the store can't be read; {} sessions are past their hard limit, and end", late.size(), unreadable);
        for (Session session : late) {
            session.instances().stream()
                    .filter(instance -> !instance.isGone())
                    .forEach(instance -> effects.runUnsaved(session, new Effect.Destroy(instance.id())));
        }
    }
}
