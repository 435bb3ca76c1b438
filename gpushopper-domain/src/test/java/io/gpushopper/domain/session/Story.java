package io.gpushopper.domain.session;

import static io.gpushopper.domain.session.Fixtures.ONE;
import static io.gpushopper.domain.session.Fixtures.TAG;
import static io.gpushopper.domain.session.Fixtures.VERIFIED;
import static io.gpushopper.domain.session.Fixtures.probed;
import static io.gpushopper.domain.session.Fixtures.shown;
import static io.gpushopper.domain.session.Fixtures.starting;
import static io.gpushopper.domain.session.Fixtures.up;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A session told step by step. What must hold after every decision is checked after every step. */
final class Story {
    private final Policy policy;
    private Session session;
    private Instant now;
    private List<Effect> effects = List.of();
    private final List<SessionEvent> events = new ArrayList<>();
    private final Ledger ledger = new Ledger();

    Story(Session session, Policy policy, Instant now) {
        this.session = session;
        this.policy = policy;
        this.now = now;
    }

    static Story pending() {
        return pending(Fixtures.POLICY);
    }

    static Story pending(Policy policy) {
        return new Story(Fixtures.pending(), policy, Fixtures.T0);
    }

    /** Pending, and its consumer asked for more than the usual. */
    static Story of(SessionOptions options) {
        return new Story(Fixtures.pending(options), Fixtures.POLICY, Fixtures.T0);
    }

    /** The mark is set, and the purchase on its way, since second 0. */
    static Story launching() {
        return launching(Fixtures.POLICY);
    }

    static Story launching(Policy policy) {
        return pending(policy).see(new Observation.Turn(TAG, true));
    }

    /** Nobody knows what the purchase brought, as was learnt in second 1. */
    static Story unknown() {
        return launching().at(1).answer(new LaunchOutcome.Unknown("time-out"));
    }

    /** Instance one was bought in second 1, and not yet seen. */
    static Story booting() {
        return booting(Fixtures.POLICY);
    }

    static Story booting(Policy policy) {
        return launching(policy).bought();
    }

    private Story bought() {
        return at(1).answer(new LaunchOutcome.Launched(ONE));
    }

    /** Instance one has an address since second 5. */
    static Story verifying() {
        return booting().addressed();
    }

    private Story addressed() {
        return at(2).see(shown(starting(ONE))).at(5).see(shown(up(ONE)));
    }

    /** Instance one runs since second 8. */
    static Story running() {
        return verifying().at(8).see(probed(VERIFIED));
    }

    /** Instance one runs since second 8, and is to end after so many minutes without use. */
    static Story idling(int thresholdMinutes) {
        return new Story(Fixtures.idling(thresholdMinutes), Fixtures.POLICY, Fixtures.T0)
                .see(new Observation.Turn(TAG, true))
                .bought()
                .addressed()
                .at(8)
                .see(probed(VERIFIED));
    }

    /** The end is wanted since second 10. */
    static Story ending() {
        return running().at(10).see(Fixtures.done());
    }

    /** The end was accepted in second 11. */
    static Story destroyed() {
        return ending().at(11).see(Fixtures.accepted(ONE));
    }

    /** Instance one is proved gone since second 20, and the session stopped. */
    static Story stopped() {
        return destroyed()
                .at(14)
                .see(Fixtures.noSuch(ONE))
                .at(16)
                .see(Fixtures.listed(15))
                .at(20)
                .see(Fixtures.noSuch(ONE));
    }

    Story at(long seconds) {
        now = Fixtures.at(seconds);
        return this;
    }

    Story after(Duration time) {
        now = now.plus(time);
        return this;
    }

    Story see(Observation seen) {
        Decision decision = SessionDecider.decide(session, seen, policy, now);
        WhatAlwaysHolds.check(session, seen, decision, policy, now);
        session = decision.next();
        effects = decision.effects();
        events.addAll(decision.events());
        ledger.write(decision.ledger());
        return this;
    }

    Story tick() {
        return see(new Observation.Tick());
    }

    /** The purchase's answer is saved, and the session looked at. */
    Story answer(LaunchOutcome outcome) {
        return answer(TAG, outcome);
    }

    /** The same of another purchase. */
    Story answer(Tag tag, LaunchOutcome outcome) {
        session = session.withAnswer(tag, outcome, now);
        return tick();
    }

    /** A fact from outside the decisions. */
    Story replace(Session changed) {
        session = changed;
        return this;
    }

    Session session() {
        return session;
    }

    Instant now() {
        return now;
    }

    SessionStatus status() {
        return session.status();
    }

    String state() {
        return session.state().word();
    }

    List<Effect> effects() {
        return effects;
    }

    boolean destroys(InstanceId id) {
        return effects.contains(new Effect.Destroy(id));
    }

    boolean asks(InstanceId id) {
        return effects.contains(new Effect.Ask(id));
    }

    boolean looks() {
        return effects.stream().anyMatch(Effect.Look.class::isInstance);
    }

    Instance instance(InstanceId id) {
        return session.find(id).orElseThrow();
    }

    Optional<LaunchAttempt.Settlement> settlement() {
        return Optional.ofNullable(session.attempts().get(0).settlement());
    }

    String failure() {
        return session.endCause()
                .map(EndCause::failure)
                .map(failure -> failure.type().word())
                .orElse("none");
    }

    List<String> arrows() {
        return events.stream()
                .filter(event -> event.from() != event.to())
                .map(event -> event.from().word() + " > " + event.to().word())
                .toList();
    }

    List<String> notes() {
        return events.stream()
                .filter(event -> event.from() == event.to())
                .map(SessionEvent::reason)
                .toList();
    }

    Ledger ledger() {
        return ledger;
    }
}
