package io.gpushopper.domain.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What holds after every decision, whatever was decided. */
final class WhatAlwaysHolds {
    /** The arrows of the HTTP API's sessions. */
    private static final Map<SessionStatus, Set<SessionStatus>> ARROWS = Map.of(
            SessionStatus.PENDING, Set.of(SessionStatus.PROVISIONING, SessionStatus.FAILED),
            SessionStatus.PROVISIONING, Set.of(SessionStatus.RUNNING, SessionStatus.STOPPING, SessionStatus.FAILED),
            SessionStatus.RUNNING, Set.of(SessionStatus.STOPPING, SessionStatus.FAILED),
            SessionStatus.STOPPING, Set.of(SessionStatus.STOPPED, SessionStatus.FAILED),
            SessionStatus.STOPPED, Set.of(),
            SessionStatus.FAILED, Set.of());

    private WhatAlwaysHolds() {}

    static void check(Session before, Observation seen, Decision decision, Policy policy, Instant now) {
        String told = "%s in %s at %s".formatted(seen, before.state(), now);
        followsTheArrows(before, decision, told);
        keepsWhatWasLearnt(before, decision.next(), told);
        buysOnlyOnTheMark(before, decision, told);
        isLookedAtAgain(decision, now, told);
        endsNothingInUse(decision, now, told);
        isFinalOnlyWhenEmpty(decision.next(), before, told);
        comesToTheSameOnATick(decision.next(), policy, now, told);
    }

    private static void followsTheArrows(Session before, Decision decision, String told) {
        SessionStatus at = before.status();
        for (SessionEvent event : decision.events()) {
            assertThat(event.from()).as(told).isEqualTo(at);
            if (event.from() != event.to()) {
                assertThat(ARROWS.get(event.from())).as(told).contains(event.to());
            }
            at = event.to();
        }
        assertThat(decision.next().status()).as(told).isEqualTo(at);
        if (before.isAllOver()) {
            assertThat(decision.next().state()).as(told).isEqualTo(before.state());
        } else if (before.state() instanceof SessionState.Kept kept) {
            assertThat(decision.next().state()).as(told).isInstanceOf(SessionState.Over.class);
            assertThat(decision.next().endCause()).as(told).contains(kept.cause());
        }
    }

    private static void keepsWhatWasLearnt(Session before, Session next, String told) {
        assertThat(next.instances())
                .extracting(Instance::id)
                .as(told)
                .containsAll(before.instances().stream().map(Instance::id).toList());
        assertThat(next.attempts()).extracting(LaunchAttempt::tag).as(told).doesNotHaveDuplicates();
        assertThat(next.attempts())
                .extracting(LaunchAttempt::tag)
                .as(told)
                .startsWith(before.attempts().stream().map(LaunchAttempt::tag).toArray(Tag[]::new));
        if (next.attempts().size() > before.attempts().size()) {
            buysAnotherOnlyWhenTheFirstIsSettledAndEnds(before, next, told);
        } else {
            assertThat(next.terms()).as(told).isEqualTo(before.terms());
        }
    }

    private static void buysAnotherOnlyWhenTheFirstIsSettledAndEnds(Session before, Session next, String told) {
        assertThat(next.attempts()).as(told).hasSize(before.attempts().size() + 1);
        assertThat(before.attempts()).as(told).noneMatch(LaunchAttempt::isOpen);
        assertThat(next.instances())
                .as(told)
                .allMatch(known -> known.isGone() || known.ending().destroyAcceptedAt() != null);
        assertThat(next.retries())
                .as(told)
                .isLessThanOrEqualTo(next.terms().options().retry().most());
        assertThat(next.terms().expiresAt()).as(told).isEqualTo(before.terms().expiresAt());
    }

    private static void buysOnlyOnTheMark(Session before, Decision decision, String told) {
        for (Effect effect : decision.effects()) {
            if (effect instanceof Effect.Launch launch) {
                assertThat(before.find(launch.tag()).orElseThrow().sent())
                        .as(told)
                        .isNull();
                assertThat(decision.next().find(launch.tag()).orElseThrow().sent())
                        .as(told)
                        .isNotNull();
                assertThat(decision.mustOutlivePower()).as(told).isTrue();
                assertThat(decision.next().isActive()).as(told).isTrue();
            }
        }
    }

    private static void isLookedAtAgain(Decision decision, Instant now, String told) {
        Session next = decision.next();
        boolean nothingLeft =
                next.status().isFinal() && next.instances().stream().allMatch(Instance::isGone);
        if (nothingLeft) {
            assertThat(next.nextActAt()).as(told).isNull();
            assertThat(decision.effects()).as(told).isEmpty();
        } else {
            assertThat(next.nextActAt()).as(told).isAfter(now);
        }
    }

    private static void endsNothingInUse(Decision decision, Instant now, String told) {
        if (decision.next().state() instanceof SessionState.Bound bound && !isDue(decision.next(), now)) {
            assertThat(decision.effects()).as(told).doesNotContain(new Effect.Destroy(bound.instance()));
        }
        for (Effect effect : decision.effects()) {
            if (effect instanceof Effect.Stop stop) {
                assertThat(decision.next().isActive()).as(told).isFalse();
                assertThat(decision.next().state())
                        .as(told)
                        .isInstanceOfSatisfying(
                                SessionState.Bound.class,
                                bound -> assertThat(bound.instance()).isEqualTo(stop.instance()));
            }
        }
    }

    private static boolean isDue(Session session, Instant now) {
        return session.state() instanceof SessionState.Kept kept && !now.isBefore(kept.until());
    }

    private static void isFinalOnlyWhenEmpty(Session next, Session before, String told) {
        if (next.status().isFinal() && !before.status().isFinal()) {
            assertThat(next.instances()).as(told).allMatch(known -> known.isGone() || isKeptStopped(next, known));
            assertThat(next.hasOpenAttempt()).as(told).isFalse();
        }
    }

    private static boolean isKeptStopped(Session session, Instance instance) {
        return session.state() instanceof SessionState.Kept kept
                && kept.instance().equals(instance.id())
                && instance.sightings().condition() == InstanceCondition.STOPPED;
    }

    private static void comesToTheSameOnATick(Session next, Policy policy, Instant now, String told) {
        Decision again = SessionDecider.decide(next, new Observation.Tick(), policy, now);
        assertThat(again.events()).as(told).isEmpty();
        assertThat(again.ledger()).as(told).isEmpty();
        assertThat(again.effects()).as(told).noneMatch(Effect.Launch.class::isInstance);
        assertThat(again.next().dueAt(null)).as(told).isEqualTo(next.dueAt(null));
        if (again.effects().isEmpty() && next.nextActAt() != null) {
            assertThat(Objects.requireNonNull(again.next().nextActAt()))
                    .as(told)
                    .isAfter(now);
        }
    }
}
