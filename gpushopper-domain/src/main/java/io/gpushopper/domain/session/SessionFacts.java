package io.gpushopper.domain.session;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Takes an observation down as facts of the draft; what follows from them is chosen elsewhere. Confined to one decision. */
final class SessionFacts implements Observation.Cases<SessionDraft> {
    /** NO-ORPHANS, Purchase (1): how long after the mark a purchase may still be sent. */
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
        }
        return draft;
    }

    @Override
    public SessionDraft turn(Observation.Turn seen) {
        LaunchAttempt attempt = draft.find(seen.tag()).orElseThrow();
        if (!(draft.state() instanceof SessionState.Pending) || attempt.sent() != null) {
            return draft;
        }
        if (seen.taken()) {
            draft.put(attempt.send(draft.now, draft.now.plus(SEND_WINDOW)));
            draft.move(TransitionCause.SENT, new SessionState.Launching(), "purchase sent");
            draft.effect(new Effect.Launch(seen.tag()));
        } else {
            draft.put(attempt.settled(LaunchAttempt.Settlement.WITHDRAWN));
        }
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
            boolean counts = !asked.isGone() && mayBeKnownAbsent(asked, draft.now);
            draft.put(
                    counts
                            ? asked.with(
                                    asked.ending().with(asked.ending().absence().answered(draft.now)))
                            : asked);
        });
        return draft;
    }

    @Override
    public SessionDraft notTold(Observation.NotTold seen) {
        draft.find(seen.instance())
                .ifPresent(known -> draft.put(known.with(known.sightings().asked(draft.now))));
        return draft;
    }

    @Override
    public SessionDraft probed(Observation.Probed seen) {
        draft.find(seen.instance()).ifPresent(known -> probed(known, seen.outcome()));
        return draft;
    }

    @Override
    public SessionDraft destroyAnswered(Observation.DestroyAnswered seen) {
        draft.find(seen.instance()).ifPresent(known -> {
            Instance.Ending accepted = known.ending().accepted(draft.now);
            boolean absent = seen.outcome() == DestroyOutcome.ALREADY_GONE && mayBeKnownAbsent(known, draft.now);
            draft.put(known.with(absent ? accepted.with(accepted.absence().answered(draft.now)) : accepted));
        });
        return draft;
    }

    @Override
    public SessionDraft destroyRefused(Observation.DestroyRefused seen) {
        draft.find(seen.instance())
                .ifPresent(known -> draft.put(known.with(known.ending().refused(draft.now))));
        return draft;
    }

    /** Only a listing of the billed account that arrived lately is evidence, and only of what it can know. */
    @Override
    public SessionDraft listed(Observation.Listed seen) {
        Listing.Complete listing = seen.listing();
        if (listing.arrivedAt().plus(AbsenceProof.LISTING_KEEPS).isBefore(draft.now)) {
            return notListed(new Observation.NotListed());
        }
        Set<InstanceId> listedIds = new HashSet<>();
        Set<Tag> listedTags = new HashSet<>();
        for (InstanceView view : listing.instances()) {
            listedIds.add(view.id());
            ourTag(view).ifPresent(tag -> {
                listedTags.add(tag);
                learn(view, tag);
            });
            if (draft.find(view.id()).isPresent()) {
                sight(view, listing.askedAt());
            }
        }
        for (Instance known : draft.instances()) {
            if (!listedIds.contains(known.id()) && !listedTags.contains(known.tag()) && isOf(listing, known)) {
                missing(known, listing.askedAt());
            }
        }
        for (LaunchAttempt attempt : draft.attempts()) {
            if (attempt.isOpen() && attempt.sent() != null && attempt.account().equals(listing.account())) {
                draft.put(AttemptSettlement.searched(
                        attempt, listing.askedAt(), listedTags.contains(attempt.tag()), draft.policy));
            }
        }
        return draft;
    }

    @Override
    public SessionDraft notListed(Observation.NotListed seen) {
        for (LaunchAttempt attempt : draft.attempts()) {
            if (attempt.isOpen() && attempt.answer() instanceof LaunchOutcome.Unknown) {
                LaunchAttempt.Search search = attempt.search();
                draft.put(attempt.searched(new LaunchAttempt.Search(search.looks(), draft.now, search.emptySince())));
            }
        }
        return draft;
    }

    private void probed(Instance known, ProbeOutcome outcome) {
        if (outcome instanceof ProbeOutcome.Verified verified) {
            draft.put(known.with(known.access().verified(draft.now, verified.endpoint(), verified.hostKey())));
        } else if (outcome instanceof ProbeOutcome.HostKeyChanged changed) {
            draft.put(known.with(known.access().probedInVain(draft.now, "host key changed to " + changed.seen())));
            if (draft.isActive() && known.access().verifiedAt() == null) {
                draft.end(EndCause.failure(
                        FailureType.HOST_KEY_CHANGED, "the host key of the instance changed during verification"));
            }
        } else if (outcome instanceof ProbeOutcome.NotYet notYet) {
            draft.put(known.with(known.access().probedInVain(draft.now, notYet.detail())));
        }
    }

    private Optional<Tag> ourTag(InstanceView view) {
        return Tag.parse(view.mark()).filter(tag -> draft.find(tag).isPresent());
    }

    private void learn(InstanceView view, Tag tag) {
        if (draft.find(view.id()).isEmpty()) {
            draft.put(Instance.learnt(view.id(), tag, draft.now));
            draft.note("instance " + view.id() + " found under tag " + tag);
        }
    }

    private void sight(InstanceView view, Instant at) {
        Instance known = draft.find(view.id()).orElseThrow();
        Instant goneAt = known.ending().goneAt();
        if (goneAt != null && !at.isAfter(goneAt)) {
            return;
        }
        boolean first = known.sightings().firstSeenAt() == null;
        Instance.Ending ending = goneAt == null
                ? known.ending().with(known.ending().absence().seen(at))
                : known.ending().reopened();
        if (goneAt != null) {
            draft.note("instance " + view.id() + " is shown again after it was gone");
        }
        draft.put(known.with(known.sightings().saw(view, at)).with(ending));
        Metering.follow(draft, view.id(), view, first);
    }

    private void missing(Instance known, Instant askedAt) {
        if (!known.isGone() && mayBeKnownAbsent(known, askedAt)) {
            draft.put(known.with(known.ending().with(known.ending().absence().unlisted(askedAt))));
            draft.markUnlisted(known.id());
        }
    }

    private boolean isOf(Listing.Complete listing, Instance known) {
        return draft.attemptOf(known)
                .map(attempt -> attempt.account().equals(listing.account()))
                .orElse(false);
    }

    /** Within the visibility lag after its purchase an instance that was never seen may just not be shown yet. */
    private boolean mayBeKnownAbsent(Instance known, Instant askedAt) {
        Instant from = draft.attemptOf(known).map(LaunchAttempt::billableFrom).orElse(known.learntAt());
        return known.sightings().firstSeenAt() != null || !askedAt.isBefore(from.plus(draft.policy.visibilityLag()));
    }
}
