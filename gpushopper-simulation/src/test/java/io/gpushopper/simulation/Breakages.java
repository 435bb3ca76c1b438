package io.gpushopper.simulation;

import io.gpushopper.domain.session.Actor;
import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.DestroyOutcome;
import io.gpushopper.domain.session.EndCause;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LaunchOutcome;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionEvent;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.Tag;
import io.gpushopper.domain.spending.SpendGuard;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.InstanceAnswer;
import io.gpushopper.ports.LaunchRequest;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.ports.SessionCreation;
import io.gpushopper.ports.SessionStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Engines that are broken on purpose, each with the invariants that see it. */
enum Breakages implements Breakage {
    /** A purchase goes out before its row is on the disk. */
    ROW_NOT_SYNCED(Set.of("S1")) {
        @Override
        public SessionStore store(SessionStore store) {
            return new MortalStore(store, new Life()) {
                @Override
                public Optional<Session> save(Decision decision, Durability durability, SpendGuard guard) {
                    return super.save(decision, Durability.COMMITTED, guard);
                }
            };
        }
    },

    /** An end counts as done as soon as the provider accepted it. */
    STOPPED_BEFORE_PROOF(Set.of("S5", "M1", "M4")) {
        @Override
        public SessionStore store(SessionStore store) {
            return deciding(store, Breakages::overOnceAccepted);
        }
    },

    /** Whatever a listing lacks is gone, and no listing is as good as an empty one. */
    EMPTY_LISTING_BELIEVED(Set.of("S5", "S6")) {
        @Override
        public Provider provider(Provider provider) {
            return new MortalProvider(provider, new Life()) {
                private Set<InstanceId> shown = Set.of();

                @Override
                public Listing instances() {
                    Listing listing = super.instances();
                    Set<InstanceId> now = new HashSet<>();
                    listing.instances().forEach(view -> now.add(view.id()));
                    shown = now;
                    return listing instanceof Listing.Complete
                            ? listing
                            : new Listing.Complete(
                                    account().id(), listing.askedAt(), listing.askedAt(), listing.instances());
                }

                @Override
                public InstanceAnswer instance(InstanceId id) {
                    return shown.contains(id) ? super.instance(id) : new InstanceAnswer.NoSuchInstance(id);
                }
            };
        }
    },

    /** A destroy is sent once, and never again. */
    DESTROY_NOT_REPEATED(Set.of("L3", "L4")) {
        @Override
        Breakage inOneWorld() {
            Set<InstanceId> sent = new HashSet<>();
            return new Breakage() {
                @Override
                public Provider provider(Provider provider) {
                    return onlyOnce(provider, sent);
                }
            };
        }
    },

    /** A decision is saved whoever works on the session by now. */
    EPOCH_NOT_CHECKED(Set.of("S10", "S2", "S11", "M1")) {
        @Override
        public SessionStore store(SessionStore store) {
            return new MortalStore(store, new Life()) {
                @Override
                public Optional<Session> save(Decision decision, Durability durability, SpendGuard guard) {
                    return super.amend(decision.next().id(), current -> decision, durability, guard);
                }
            };
        }
    },

    /** A second purchase of a session goes out under the tag of the first. */
    TAG_USED_AGAIN(Set.of("S2", "S9")) {
        @Override
        public Provider provider(Provider provider) {
            Map<SessionId, Tag> first = new HashMap<>();
            return new MortalProvider(provider, new Life()) {
                @Override
                public LaunchOutcome launch(LaunchRequest request) {
                    Tag tag = first.computeIfAbsent(request.tag().session(), any -> request.tag());
                    return super.launch(new LaunchRequest(
                            tag,
                            request.offer(),
                            request.launchTerms(),
                            request.diskGb(),
                            request.setup(),
                            request.secrets(),
                            request.keys(),
                            request.sendBy()));
                }
            };
        }
    },

    /** That a request can be repeated is forgotten with its answer. */
    REPLY_FORGOTTEN(Set.of("S14")) {
        @Override
        public SessionStore store(SessionStore store) {
            return new MortalStore(store, new Life()) {
                @Override
                public void create(SessionCreation creation) {
                    super.create(creation.answeredBy(null));
                }
            };
        }
    },

    /** The line that closes an account in the books is dropped. */
    LEDGER_LINE_DROPPED(Set.of("M1", "M4")) {
        @Override
        public SessionStore store(SessionStore store) {
            return deciding(
                    store,
                    decision -> new Decision(
                            decision.next(),
                            decision.ledger().stream()
                                    .filter(line -> line.to() == null)
                                    .toList(),
                            decision.events(),
                            decision.effects()));
        }
    },

    /** The id that a purchase brought is not written down. */
    INSTANCE_FORGOTTEN(Set.of("S4")) {
        @Override
        public SessionStore store(SessionStore store) {
            return new MortalStore(store, new Life()) {
                @Override
                public Optional<Session> amend(
                        SessionId id, Function<Session, Decision> change, Durability durability, SpendGuard guard) {
                    return super.amend(id, current -> forgetting(current, change.apply(current)), durability, guard);
                }
            };
        }
    },

    /** Whatever is on the account is ended. */
    OTHERS_DESTROYED(Set.of("S7")) {
        @Override
        public Provider provider(Provider provider) {
            return new MortalProvider(provider, new Life()) {
                @Override
                public DestroyOutcome destroy(InstanceId id) {
                    super.instances().instances().forEach(view -> super.destroy(view.id()));
                    return super.destroy(id);
                }
            };
        }
    };

    private final Set<String> seenBy;

    Breakages(Set<String> seenBy) {
        this.seenBy = seenBy;
    }

    /** The engine of all processes of one world. */
    Breakage inOneWorld() {
        return this;
    }

    /** The invariants that see it. */
    Set<String> seenBy() {
        return seenBy;
    }

    private static SessionStore deciding(SessionStore store, UnaryOperator<Decision> broken) {
        return new MortalStore(store, new Life()) {
            @Override
            public Optional<Session> save(Decision decision, Durability durability, SpendGuard guard) {
                return super.save(broken.apply(decision), durability, guard);
            }

            @Override
            public Optional<Session> amend(
                    SessionId id, Function<Session, Decision> change, Durability durability, SpendGuard guard) {
                return super.amend(id, current -> broken.apply(change.apply(current)), durability, guard);
            }
        };
    }

    private static Decision overOnceAccepted(Decision decision) {
        Session next = decision.next();
        boolean accepted = next.state() instanceof SessionState.Ending
                && !next.hasOpenAttempt()
                && next.instances().stream().allMatch(known -> known.ending().destroyAcceptedAt() != null);
        if (!accepted) {
            return decision;
        }
        EndCause cause = next.endCause().orElseThrow();
        SessionState over = cause.failure() == null
                ? new SessionState.Stopped(cause, next.terms().createdAt())
                : new SessionState.Failed(cause, next.terms().createdAt());
        return new Decision(with(next, over), decision.ledger(), decision.events(), List.of())
                .noting(new SessionEvent(
                        next.id(),
                        next.terms().createdAt(),
                        SessionStatus.STOPPING,
                        over.status(),
                        "its destroys were accepted",
                        Actor.ENGINE));
    }

    private static Provider onlyOnce(Provider provider, Set<InstanceId> sent) {
        return new MortalProvider(provider, new Life()) {
            @Override
            public DestroyOutcome destroy(InstanceId id) {
                if (sent.add(id)) {
                    return super.destroy(id);
                }
                throw new ProviderException(id.provider(), ErrorKind.UNAVAILABLE, "it was asked for once");
            }
        };
    }

    private static Session with(Session session, SessionState state) {
        return new Session(
                session.id(),
                session.terms(),
                state,
                session.attempts(),
                session.instances(),
                session.delivery(),
                session.stamp(),
                null);
    }

    private static Decision forgetting(Session before, Decision decision) {
        boolean learns = decision.next().instances().size() > before.instances().size();
        return learns ? Decision.of(before) : decision;
    }
}
