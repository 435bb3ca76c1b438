package io.gpushopper.domain.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings the instance that answers for a session from bought to running, and watches it from then on. Pure. */
final class BoundInstance {
    // Vast.ai takes one question by id every 2 s; once it has an address the probes tell more than the provider.
    private static final Duration ASK_BOOTING = Duration.ofSeconds(2);
    private static final Duration ASK_VERIFYING = Duration.ofSeconds(10);
    // At once, but for one that was asked for just now: it would keep the questions after a second instance of its
    // session waiting.
    private static final Duration ASK_UNLISTED = Duration.ofSeconds(2);
    private static final Duration ASK_MISSING = Duration.ofSeconds(10);
    private static final Duration ASK_HELD = Duration.ofSeconds(30);
    /** Probes repeat at least every second: a session is to run as soon as its instance lets us in. */
    private static final Duration PROBE_EVERY = Duration.ofMillis(900);

    /** A key that is added to a running session is tried at once, and then so often. */
    private static final Duration PLACE_KEYS = Duration.ofSeconds(2);

    private static final Duration KEYS_AGAIN = Duration.ofSeconds(5);
    /** Not running is not gone (docs/no-orphans.md): it is ended when seen so twice, so far apart. */
    private static final Duration NOT_RUNNING = Duration.ofSeconds(60);

    private BoundInstance() {}

    static void tend(SessionDraft draft) {
        if (draft.isActive() && draft.state() instanceof SessionState.Bound bound) {
            Instance instance = draft.find(bound.instance()).orElseThrow();
            if (isProvenLost(draft, instance) || endsForItsCondition(draft, instance)) {
                return;
            }
            if (draft.state() instanceof SessionState.Running) {
                watch(draft, instance);
            } else {
                bringUp(draft, instance);
            }
        }
    }

    private static void bringUp(SessionDraft draft, Instance instance) {
        Optional<EndCause.Failure> objection = PriceGuard.objection(
                draft.terms(),
                draft.attempts().get(0).agreed().total(),
                draft.policy,
                instance.meter().rates());
        if (objection.isPresent()) {
            Failover.failed(draft, objection.get());
            return;
        }
        Setup setup = draft.terms().options().setup();
        Instant verified = instance.access().verifiedAt();
        if (verified != null && isPriceAsked(instance, verified) && (setup.hasLogin() || isServed(setup, instance))) {
            draft.move(
                    TransitionCause.VERIFIED,
                    new SessionState.Running(instance.id(), draft.now),
                    setup.hasLogin() ? "verified over SSH" : "what was launched serves");
            watch(draft, instance);
            return;
        }
        Instant reachable = instance.sightings().reachableSince();
        if (draft.state() instanceof SessionState.Booting && reachable != null) {
            draft.move(
                    TransitionCause.ADDRESS_KNOWN,
                    new SessionState.Verifying(instance.id()),
                    "the instance has an address");
        }
        if (isOutOfTime(draft, instance)) {
            return;
        }
        if (setup.hasLogin()
                && !draft.policy.keysAtLaunch()
                && !instance.access().keysAttached()) {
            attachKeys(draft, instance);
        }
        boolean booting = draft.state() instanceof SessionState.Booting;
        ask(draft, instance, booting ? ASK_BOOTING : ASK_VERIFYING);
        if (verified != null) {
            ask(draft, instance, Duration.ZERO);
        } else if (isKnownWhere(setup, instance)) {
            every(draft, instance.access().probedAt(), PROBE_EVERY, new Effect.Probe(instance.id()));
        }
    }

    private static boolean isKnownWhere(Setup setup, Instance instance) {
        Instance.Sightings seen = instance.sightings();
        return setup.hasLogin() ? !seen.endpoints().isEmpty() : isServed(setup, instance);
    }

    /** Whether what answers without a login at its address is this instance: an address that it had may be somebody else's now. */
    static boolean isServed(Setup setup, Instance instance) {
        Instance.Sightings seen = instance.sightings();
        return seen.condition() == InstanceCondition.RUNNING
                && setup.serviceAddress(seen.ports()).isPresent();
    }

    /** It may let us in before the provider told what it charges: then one more answer is waited for. */
    private static boolean isPriceAsked(Instance instance, Instant verified) {
        Instant asked = instance.sightings().askedAt();
        boolean told = !instance.meter().rates().compute().isZero();
        return told || (asked != null && !asked.isBefore(verified));
    }

    private static void watch(SessionDraft draft, Instance instance) {
        if (instance.access().keysPlaced() < draft.terms().consumerKeys().size()) {
            every(draft, instance.access().probedAt(), PLACE_KEYS, new Effect.Probe(instance.id()));
        }
        Instant idleSince = idleSince(draft, instance.sightings());
        if (isMissed(draft, instance)) {
            askMissed(draft, instance);
        } else if (idleSince != null && draft.now.isBefore(idleSince.plus(NOT_RUNNING))) {
            draft.wake(idleSince.plus(NOT_RUNNING));
        } else if (idleSince != null) {
            ask(draft, instance, ASK_MISSING);
        }
    }

    /** Whether something speaks for its being gone, so that it has to be asked for. */
    static boolean isMissed(SessionDraft draft, Instance instance) {
        return draft.isUnlisted(instance.id()) || instance.ending().absence().isBegun();
    }

    /** At once when a listing lacks it and nobody asked just now, and at leisure while it is held. */
    static void askMissed(SessionDraft draft, Instance instance) {
        if (instance.ending().absence().isHeld()) {
            ask(draft, instance, ASK_HELD);
        } else {
            ask(draft, instance, draft.isUnlisted(instance.id()) ? ASK_UNLISTED : ASK_MISSING);
        }
    }

    private static boolean isOutOfTime(SessionDraft draft, Instance instance) {
        Instant reachable = instance.sightings().reachableSince();
        Instant deadline = reachable == null
                ? draft.attemptOf(instance)
                        .orElseThrow()
                        .billableFrom()
                        .plus(draft.terms().bootTimeout())
                : reachable.plus(draft.terms().sshTimeout());
        if (!TimedEnds.isDue(draft, deadline)) {
            return false;
        }
        Failover.failed(draft, reachable == null ? bootTimeout(draft, instance) : notUsable(draft, instance));
        return true;
    }

    private static EndCause.Failure bootTimeout(SessionDraft draft, Instance instance) {
        String detail = instance.sightings().detail();
        return new EndCause.Failure(
                FailureType.BOOT_TIMEOUT,
                "the instance did not run and have an address within "
                        + draft.terms().bootTimeout().toMinutes() + " minutes"
                        + (detail.isEmpty() ? "" : "; the provider says: " + detail));
    }

    private static EndCause.Failure notUsable(SessionDraft draft, Instance instance) {
        String trouble = instance.access().trouble();
        boolean login = draft.terms().options().setup().hasLogin();
        return new EndCause.Failure(
                login ? FailureType.SSH_TIMEOUT : FailureType.MODEL_NOT_SERVING,
                (login ? "it was not proved usable within " : "what was launched did not serve within ")
                        + draft.terms().sshTimeout().toMinutes() + " minutes"
                        + (trouble.isEmpty() ? "" : "; last: " + trouble));
    }

    private static boolean endsForItsCondition(SessionDraft draft, Instance instance) {
        Instance.Sightings seen = instance.sightings();
        boolean starting = !(draft.state() instanceof SessionState.Running);
        if (seen.condition() == InstanceCondition.FAILED && starting) {
            Failover.failed(
                    draft, new EndCause.Failure(FailureType.INSTANCE_FAILED, "the instance failed: " + seen.detail()));
            return true;
        }
        Instant idleSince = idleSince(draft, seen);
        Instant lastSeen = seen.lastSeenAt();
        if (idleSince != null && lastSeen != null && !lastSeen.isBefore(idleSince.plus(NOT_RUNNING))) {
            FailureType type = starting ? FailureType.INSTANCE_FAILED : FailureType.PROVIDER_LOST;
            String what =
                    seen.condition() == InstanceCondition.STUCK ? "does not come up: " : "does not run any more: ";
            Failover.failed(draft, new EndCause.Failure(type, "the instance " + what + seen.detail()));
            return true;
        }
        return false;
    }

    /** Since when it is shown not to run, or stuck; whatever speaks against what was proved usable, it is not stuck. */
    private static @Nullable Instant idleSince(SessionDraft draft, Instance.Sightings seen) {
        boolean proved = draft.state() instanceof SessionState.Running;
        return proved && seen.condition() == InstanceCondition.STUCK ? null : seen.idleSince();
    }

    private static boolean isProvenLost(SessionDraft draft, Instance instance) {
        if (!isFoundGone(draft, instance)) {
            return false;
        }
        EndCause.Failure lost =
                new EndCause.Failure(FailureType.PROVIDER_LOST, "the provider has no such instance any more");
        boolean nothingLeft = draft.isEmpty() && draft.isSettled();
        if (draft.state() instanceof SessionState.Running && nothingLeft) {
            draft.move(
                    TransitionCause.LOST,
                    new SessionState.Failed(EndCause.failure(lost), draft.now),
                    "provider_lost: proved gone");
        } else {
            Failover.failed(draft, lost);
        }
        return true;
    }

    /** Whether it is proved gone though nobody asked for its end; its books are closed then. */
    static boolean isFoundGone(SessionDraft draft, Instance instance) {
        boolean proven = instance.ending().absence().isProven(AbsenceProof.UNASKED_SPACING);
        if (proven) {
            draft.put(instance.with(instance.ending().gone(draft.now)));
            Metering.close(draft, draft.find(instance.id()).orElseThrow());
        }
        return proven;
    }

    private static void attachKeys(SessionDraft draft, Instance instance) {
        every(draft, instance.access().keysAskedAt(), KEYS_AGAIN, new Effect.AttachKeys(instance.id()));
    }

    /** Asks for it by id, at most so often, and for the listing that a proof of its absence wants. */
    static void ask(SessionDraft draft, Instance instance, Duration interval) {
        AbsenceProof absence = instance.ending().absence();
        boolean due = every(draft, instance.sightings().askedAt(), interval, new Effect.Ask(instance.id()));
        if (due && absence.wantsListing()) {
            draft.effect(new Effect.Look(draft.now));
        }
    }

    private static boolean every(SessionDraft draft, @Nullable Instant last, Duration interval, Effect effect) {
        Instant due = draft.since(last).map(at -> at.plus(interval)).orElse(draft.now);
        if (draft.now.isBefore(due)) {
            draft.wake(due);
            return false;
        }
        draft.effect(effect);
        draft.wake(draft.now.plus(interval.isZero() ? ASK_MISSING : interval));
        return true;
    }
}
