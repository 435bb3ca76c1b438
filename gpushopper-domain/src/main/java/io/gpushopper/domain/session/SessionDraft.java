package io.gpushopper.domain.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The working copy of one decision. Confined to the thread that decides. */
final class SessionDraft {
    private final Session before;
    private final Map<Tag, LaunchAttempt> attempts = new LinkedHashMap<>();
    private final Map<InstanceId, Instance> instances = new LinkedHashMap<>();
    private final List<LedgerInterval> ledger = new ArrayList<>();
    private final List<SessionEvent> events = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private final Set<InstanceId> unlisted = new HashSet<>();
    private SessionTerms terms;
    private SessionState state;
    private @Nullable Instant wakeAt;

    final Policy policy;
    final Instant now;

    SessionDraft(Session before, Policy policy, Instant now) {
        this.before = before;
        this.policy = policy;
        this.now = now;
        this.terms = before.terms();
        this.state = before.state();
        before.attempts().forEach(this::put);
        before.instances().forEach(this::put);
    }

    SessionId id() {
        return before.id();
    }

    SessionTerms terms() {
        return terms;
    }

    /** Something else is agreed from now on. */
    void agree(SessionTerms next) {
        terms = next;
    }

    Delivery delivery() {
        return before.delivery();
    }

    SessionState state() {
        return state;
    }

    boolean isActive() {
        return !(state instanceof SessionState.Leaving) && !(state instanceof SessionState.Over);
    }

    /** Whether it is certain what every attempt brought. */
    boolean isSettled() {
        return attempts.values().stream().noneMatch(LaunchAttempt::isOpen);
    }

    /** Whether every instance that is known is proved gone. */
    boolean isEmpty() {
        return instances.values().stream().allMatch(Instance::isGone);
    }

    List<LaunchAttempt> attempts() {
        return List.copyOf(attempts.values());
    }

    LaunchAttempt lastAttempt() {
        List<LaunchAttempt> all = attempts();
        return all.get(all.size() - 1);
    }

    List<Instance> instances() {
        return List.copyOf(instances.values());
    }

    Optional<Instance> find(InstanceId id) {
        return Optional.ofNullable(instances.get(id));
    }

    Optional<LaunchAttempt> find(Tag tag) {
        return Optional.ofNullable(attempts.get(tag));
    }

    /** The attempt that brought the instance; each instance has one, for it carries its tag. */
    Optional<LaunchAttempt> attemptOf(Instance instance) {
        return find(instance.tag());
    }

    void put(LaunchAttempt attempt) {
        attempts.put(attempt.tag(), attempt);
    }

    void put(Instance instance) {
        instances.put(instance.id(), instance);
    }

    void move(TransitionCause cause, SessionState to, String reason) {
        SessionState from = state;
        state = SessionMachine.move(id(), from, cause, to);
        Actor actor = actor(cause, to);
        if (from instanceof SessionState.Pending && to instanceof SessionState.Ending) {
            record(SessionStatus.PENDING, SessionStatus.PROVISIONING, reason, actor);
            record(SessionStatus.PROVISIONING, SessionStatus.STOPPING, reason, actor);
        } else if (from.status() != to.status()) {
            record(from.status(), to.status(), reason, actor);
        }
    }

    private static Actor actor(TransitionCause cause, SessionState to) {
        return switch (cause) {
            case SENT, VERIFIED, SHOWN_STOPPED, NOT_KEPT, PROVEN_EMPTY, RELEASED -> Actor.ENGINE;
            case LAUNCHED, ADDRESS_KNOWN, LOST, TRIED_IN_VAIN -> Actor.PROVIDER;
            case NOTHING_BOUGHT ->
                to instanceof SessionState.Over over ? over.cause().actor() : Actor.PROVIDER;
            case END_WANTED ->
                to instanceof SessionState.Leaving leaving ? leaving.cause().actor() : Actor.ENGINE;
        };
    }

    void end(EndCause cause) {
        EndCause.Failure failure = cause.failure();
        String reason = failure == null ? cause.reason().word() : failure.type().word() + ": " + failure.message();
        SessionState next = KeptStorage.isToKeep(this, cause)
                .<SessionState>map(instance -> new SessionState.Halting(cause, instance, now))
                .orElseGet(() -> new SessionState.Ending(cause, now));
        move(TransitionCause.END_WANTED, next, reason);
    }

    /** Its storage is kept no longer than until now. */
    void release(SessionState.Kept kept, String reason, Actor actor) {
        state = kept.releasedAt(now);
        note("its storage is released: " + reason, actor);
    }

    /** Something happened that changed no status. */
    void note(String reason, Actor actor) {
        record(state.status(), state.status(), reason, actor);
    }

    private void record(SessionStatus from, SessionStatus to, String reason, Actor actor) {
        events.add(new SessionEvent(id(), now, from, to, reason, actor));
    }

    void book(LedgerInterval interval) {
        ledger.add(interval);
    }

    void effect(Effect effect) {
        if (!effects.contains(effect)) {
            effects.add(effect);
        }
    }

    /** When something was done last; empty when never, or at a moment that is still to come, for a clock was wrong then. */
    Optional<Instant> since(@Nullable Instant last) {
        return Optional.ofNullable(last).filter(at -> !at.isAfter(now));
    }

    /** To be looked at at that moment at the latest. */
    void wake(Instant at) {
        if (wakeAt == null || at.isBefore(wakeAt)) {
            wakeAt = at;
        }
    }

    /** A complete listing that may say something about the instance lacks it. */
    void markUnlisted(InstanceId instance) {
        unlisted.add(instance);
    }

    boolean isUnlisted(InstanceId instance) {
        return unlisted.contains(instance);
    }

    Decision decision() {
        boolean nothingLeft = state instanceof SessionState.Over && isEmpty();
        Instant next = nothingLeft ? null : wakeAt;
        Session session = new Session(
                before.id(), terms, state, attempts(), instances(), before.delivery(), before.stamp(), next);
        return new Decision(session, ledger, events, effects);
    }
}
