package io.gpushopper.domain.session;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes an observation down as facts of the draft; what follows from them is chosen elsewhere. Confined to one decision. */
final class SessionFacts implements Observation.Cases<SessionDraft> {
    /** The send window of docs/no-orphans.md: how long after the mark a purchase may still be sent. */
    static final Duration SEND_WINDOW = Duration.ofSeconds(10);

    private final SessionDraft draft;

    SessionFacts(SessionDraft draft) {
        this.draft = draft;
    }

    @Override
    public SessionDraft tick(Observation.Tick seen) {
        return draft;
    }

    @Override
    public SessionDraft endWanted(Observation.EndWanted seen) {
        if (draft.isActive()) {
            draft.end(seen.cause());
        } else if (seen.cause().reason() == StopReason.DELETED) {
            KeptStorage.deleted(draft);
        }
        return draft;
    }

    @Override
    public SessionDraft noted(Observation.Noted seen) {
        draft.note(seen.what(), Actor.ENGINE);
        return draft;
    }

    @Override
    public SessionDraft turn(Observation.Turn seen) {
        // A turn that comes after the session's own end is not used: what it bought would only be destroyed again.
        boolean waits =
                Failover.awaitsTurn(draft) && draft.now.isBefore(draft.terms().expiresAt());
        draft.find(seen.tag())
                .filter(attempt -> waits && attempt.isOpen() && attempt.sent() == null)
                .ifPresent(attempt -> takeTurn(attempt, seen.taken()));
        return draft;
    }

    @Override
    public SessionDraft offerChosen(Observation.OfferChosen seen) {
        Failover.chosen(draft, seen.offer(), seen.account());
        return draft;
    }

    @Override
    public SessionDraft noOfferLeft(Observation.NoOfferLeft seen) {
        Failover.noneLeft(draft);
        return draft;
    }

    @Override
    public SessionDraft keysTried(Observation.KeysTried seen) {
        draft.find(seen.instance())
                .ifPresent(known -> draft.put(known.with(known.access().keysTried(draft.now, seen.taken()))));
        return draft;
    }

    @Override
    public SessionDraft shown(Observation.Shown seen) {
        draft.find(seen.view().id()).ifPresent(known -> {
            draft.put(known.with(known.sightings().asked(draft.now)));
            sight(seen.view(), draft.now);
        });
        return draft;
    }

    @Override
    public SessionDraft noSuchInstance(Observation.NoSuchInstance seen) {
        draft.find(seen.instance()).ifPresent(known -> {
            Instance asked = known.with(known.sightings().asked(draft.now));
            Instant askedAt = askedAt(seen.askedAt());
            boolean counts = !asked.isGone() && asked.mayBeKnownAbsent(askedAt, draft.policy.visibilityLag());
            AbsenceProof absence = asked.ending().absence();
            draft.put(counts ? asked.with(asked.ending().with(absence.answered(askedAt, draft.now))) : asked);
        });
        return draft;
    }

    private Instant askedAt(@Nullable Instant told) {
        return told == null || told.isAfter(draft.now) ? draft.now : told;
    }

    @Override
    public SessionDraft notTold(Observation.NotTold seen) {
        draft.find(seen.instance())
                .ifPresent(known -> draft.put(known.with(known.sightings().asked(draft.now))));
        return draft;
    }

    @Override
    public SessionDraft probed(Observation.Probed seen) {
        draft.find(seen.instance()).ifPresent(known -> probed(known, seen.outcome(), seen.keys()));
        return draft;
    }

    @Override
    public SessionDraft stopTried(Observation.StopTried seen) {
        draft.find(seen.instance())
                .ifPresent(known -> draft.put(known.with(known.halt().tried(draft.now, seen.taken()))));
        return draft;
    }

    @Override
    public SessionDraft sampled(Observation.Sampled seen) {
        IdleEnd.sampled(draft, seen);
        return draft;
    }

    @Override
    public SessionDraft notSampled(Observation.NotSampled seen) {
        if (seen.why() instanceof ProbeOutcome.HostKeyChanged changed) {
            draft.find(seen.instance())
                    .ifPresent(known -> hostKeyChanged(known, "host key changed to " + changed.seen()));
        }
        IdleEnd.notSampled(draft, seen);
        return draft;
    }

    @Override
    public SessionDraft destroyAnswered(Observation.DestroyAnswered seen) {
        draft.find(seen.instance()).ifPresent(known -> {
            Instance.Ending accepted = known.ending().accepted(draft.now, seen.outcome());
            Instant askedAt = askedAt(seen.askedAt());
            boolean absent = seen.outcome() == DestroyOutcome.ALREADY_GONE
                    && known.mayBeKnownAbsent(askedAt, draft.policy.visibilityLag());
            draft.put(known.with(absent ? accepted.with(accepted.absence().answered(askedAt, draft.now)) : accepted));
            if (known.ending().absence().isHeld() && !accepted.absence().isHeld()) {
                Metering.mark(draft, known.id());
            }
        });
        return draft;
    }

    @Override
    public SessionDraft destroyRefused(Observation.DestroyRefused seen) {
        draft.find(seen.instance())
                .ifPresent(known -> draft.put(known.with(
                        seen.kind() == ErrorKind.UNAUTHORIZED
                                ? known.ending().blocked(draft.now)
                                : known.ending().refused(draft.now))));
        return draft;
    }

    /** Only a listing of the billed account that arrived lately is evidence, and only of what it can know. */
    @Override
    public SessionDraft listed(Observation.Listed seen) {
        Listing.Complete listing = seen.listing();
        if (listing.arrivedAt().plus(AbsenceProof.LISTING_KEEPS).isBefore(draft.now)) {
            return notListed(new Observation.NotListed());
        }
        Set<Tag> listedTags = new HashSet<>();
        Set<Tag> unexplainedTags = new HashSet<>();
        for (InstanceView view : listing.of(draft.id(), draft.instances())) {
            ourTag(view).filter(tag -> isOf(listing, tag)).ifPresent(tag -> {
                listedTags.add(tag);
                if (draft.find(view.id()).isEmpty()) {
                    unexplainedTags.add(tag);
                    learn(view, tag);
                }
            });
            draft.find(view.id())
                    .filter(known -> isOf(listing, known.tag()))
                    .ifPresent(known -> sight(view, listing.askedAt()));
        }
        for (Instance known : draft.instances()) {
            // A second instance under the tag would else keep the first from ever being proved gone.
            boolean shown = listing.shows(known.id()) || unexplainedTags.contains(known.tag());
            if (!shown && isOf(listing, known.tag())) {
                missing(known, listing.askedAt());
            }
        }
        for (LaunchAttempt attempt : draft.attempts()) {
            if (!isOf(listing, attempt.tag())) {
                lookedInVain(attempt);
            } else if (attempt.isOpen() && attempt.sent() != null) {
                draft.put(AttemptSettlement.searched(
                        attempt, listing.askedAt(), listedTags.contains(attempt.tag()), draft.policy));
            }
        }
        return draft;
    }

    @Override
    public SessionDraft notListed(Observation.NotListed seen) {
        draft.attempts().forEach(this::lookedInVain);
        return draft;
    }

    @Override
    public SessionDraft absenceHeld(Observation.AbsenceHeld seen) {
        for (Instance known : draft.instances()) {
            AbsenceProof absence = known.ending().absence();
            if (seen.instances().contains(known.id()) && !known.isGone() && absence.hold() == null) {
                hold(known, AbsenceHold.begun(draft.now));
                draft.note(
                        "instance " + known.id() + " is missing together with many others: held, and not believed"
                                + " gone before " + draft.now.plus(AbsenceHold.UNANIMOUS),
                        Actor.ENGINE);
            }
        }
        return draft;
    }

    @Override
    public SessionDraft absenceBelieved(Observation.AbsenceBelieved seen) {
        for (Instance known : draft.instances()) {
            AbsenceHold hold = known.ending().absence().hold();
            if (hold != null && known.ending().absence().isHeld() && !known.isGone()) {
                hold(known, hold.believed(draft.now));
                draft.note("instance " + known.id() + " is missing: an operator says that it is gone", Actor.OPERATOR);
            }
        }
        return draft;
    }

    private void hold(Instance known, AbsenceHold hold) {
        draft.put(known.with(known.ending().with(known.ending().absence().heldBy(hold))));
        Metering.mark(draft, known.id());
    }

    private void takeTurn(LaunchAttempt attempt, boolean taken) {
        if (taken) {
            draft.put(attempt.send(draft.now, draft.now.plus(SEND_WINDOW)));
            draft.move(TransitionCause.SENT, new SessionState.Launching(), "purchase sent");
            draft.effect(new Effect.Launch(attempt.tag()));
        } else {
            draft.put(attempt.settled(LaunchAttempt.Settlement.WITHDRAWN));
        }
    }

    private void lookedInVain(LaunchAttempt attempt) {
        if (attempt.isOpen() && attempt.answer() instanceof LaunchOutcome.Unknown) {
            LaunchAttempt.Search search = attempt.search();
            draft.put(attempt.searched(new LaunchAttempt.Search(search.looks(), draft.now, search.emptySince())));
        }
    }

    private void probed(Instance known, ProbeOutcome outcome, int keys) {
        if (outcome instanceof ProbeOutcome.Verified verified) {
            verified(known, verified, keys);
        } else if (outcome instanceof ProbeOutcome.Serving) {
            served(known);
        } else if (outcome instanceof ProbeOutcome.HostKeyChanged changed) {
            hostKeyChanged(known, "host key changed to " + changed.seen());
        } else if (outcome instanceof ProbeOutcome.NotYet notYet) {
            draft.put(known.with(known.access().probedInVain(draft.now, notYet.detail())));
        }
    }

    private void served(Instance known) {
        boolean sure = BoundInstance.isServed(draft.terms().options().setup(), known);
        draft.put(known.with(
                sure
                        ? known.access().serving(draft.now)
                        : known.access().probedInVain(draft.now, "its port is not shown as open any more")));
    }

    /** The first login that works also shows whether the instance is what is paid for. */
    private void verified(Instance known, ProbeOutcome.Verified login, int keys) {
        boolean first = known.access().verifiedAt() == null;
        if (first && login.gpus().isEmpty()) {
            draft.put(known.with(known.access().probedInVain(draft.now, GpuCheck.NONE_NAMED)));
            return;
        }
        Optional<String> objection = first ? GpuCheck.objection(draft.terms().gpus(), login.gpus()) : Optional.empty();
        if (objection.isPresent()) {
            draft.put(known.with(known.access().probedInVain(draft.now, objection.get())));
            if (isBound(known)) {
                Failover.failed(draft, new EndCause.Failure(FailureType.GPU_MISMATCH, objection.get()));
            }
            return;
        }
        draft.put(known.with(known.access().verified(draft.now, login.endpoint(), login.hostKey(), keys))
                .with(known.idle().admitted()));
    }

    private boolean isBound(Instance known) {
        return draft.state() instanceof SessionState.Bound state
                && state.instance().equals(known.id());
    }

    private void hostKeyChanged(Instance known, String trouble) {
        draft.put(known.with(known.access().probedInVain(draft.now, trouble)));
        boolean bound = isBound(known);
        if (bound && known.access().verifiedAt() == null) {
            Failover.failed(
                    draft,
                    new EndCause.Failure(
                            FailureType.HOST_KEY_CHANGED, "the host key of the instance changed during verification"));
        } else if (bound && !known.access().trouble().equals(trouble)) {
            draft.note(trouble, Actor.ENGINE);
        }
    }

    private Optional<Tag> ourTag(InstanceView view) {
        return Tag.parse(view.mark()).filter(tag -> draft.find(tag).isPresent());
    }

    private void learn(InstanceView view, Tag tag) {
        draft.put(Instance.learnt(view.id(), tag, draft.now));
        draft.note("instance " + view.id() + " found under tag " + tag, Actor.PROVIDER);
    }

    private void sight(InstanceView view, Instant at) {
        Instance known = draft.find(view.id()).orElseThrow();
        if (known.isOlderNews(at)) {
            return;
        }
        if (known.isGone()) {
            draft.note("instance " + view.id() + " is shown again after it was gone", Actor.PROVIDER);
            Metering.reopen(draft, known, view);
            Instance reopened = draft.find(view.id()).orElseThrow();
            draft.put(reopened.with(reopened.ending().reopened()));
        } else {
            boolean wasHeld = known.ending().absence().hold() != null;
            draft.put(known.with(known.ending().with(AbsenceProof.NONE)));
            if (wasHeld) {
                draft.note("instance " + view.id() + " is shown again, and held no longer", Actor.PROVIDER);
                Metering.mark(draft, view.id());
            }
        }
        Instance sighted = draft.find(view.id()).orElseThrow();
        draft.put(sighted.with(
                sighted.sightings().saw(view, at, draft.terms().options().setup())));
        KeptStorage.follow(draft, view.id(), at);
        Metering.bound(draft, view.id(), view, known.sightings().lastSeenAt());
        Metering.follow(draft, view.id(), view);
    }

    private void missing(Instance known, Instant askedAt) {
        if (!known.isGone() && known.mayBeKnownAbsent(askedAt, draft.policy.visibilityLag())) {
            draft.put(known.with(known.ending().with(known.ending().absence().unlisted(askedAt))));
            draft.markUnlisted(known.id());
        }
    }

    private boolean isOf(Listing.Complete listing, Tag tag) {
        return BilledAccounts.speaksFor(listing.account(), draft.attempts(), tag);
    }
}
