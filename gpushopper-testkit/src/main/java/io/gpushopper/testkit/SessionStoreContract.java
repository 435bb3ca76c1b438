package io.gpushopper.testkit;

import static io.gpushopper.testkit.SessionBuilder.ENGINE_KEY;
import static io.gpushopper.testkit.SessionBuilder.aSession;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.health.OfferFailure;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.AbsenceHold;
import io.gpushopper.domain.session.AbsenceProof;
import io.gpushopper.domain.session.AccountId;
import io.gpushopper.domain.session.Actor;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.EndCause;
import io.gpushopper.domain.session.FailureType;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.LaunchOutcome;
import io.gpushopper.domain.session.LedgerInterval;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionEvent;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.SessionTerms;
import io.gpushopper.domain.session.SpendBound;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.domain.session.Stranger;
import io.gpushopper.domain.session.Tag;
import io.gpushopper.domain.spending.Budget;
import io.gpushopper.domain.spending.BudgetExceededException;
import io.gpushopper.domain.spending.DeploymentLoad;
import io.gpushopper.domain.spending.Fuse;
import io.gpushopper.domain.spending.FuseException;
import io.gpushopper.domain.spending.MonthSpend;
import io.gpushopper.domain.spending.SpendGuard;
import io.gpushopper.domain.spending.SpendRefusal;
import io.gpushopper.ports.CostLedger;
import io.gpushopper.ports.DuplicateSessionException;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.IdempotencyKey;
import io.gpushopper.ports.IdempotencyKeyTakenException;
import io.gpushopper.ports.IdempotentRequest;
import io.gpushopper.ports.KeptReply;
import io.gpushopper.ports.RecordedEvent;
import io.gpushopper.ports.SessionCreation;
import io.gpushopper.ports.SessionFilter;
import io.gpushopper.ports.SessionMark;
import io.gpushopper.ports.SessionQuery;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.SetupSecrets;
import io.gpushopper.ports.SshPrivateKey;
import io.gpushopper.ports.StoreException;
import io.gpushopper.ports.StoredReply;
import io.gpushopper.ports.WatchStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link SessionStore} does, with its {@link CostLedger}; extended by the tests of each. Times are whole microseconds. */
public abstract class SessionStoreContract {
    private static final SshPrivateKey CONSUMER_KEY =
            new SshPrivateKey("-----BEGIN FIXTURE-----\nconsumer\n-----END-----\n");

    private static final SetupSecrets SETUP =
            new SetupSecrets("echo 'a & b' = c;\nsleep 1", Map.of("HF_TOKEN", "a=b&c d+é", "EMPTY", ""));
    private static final Instant NOW = SettableClock.START;
    private static final YearMonth MONTH = CostPeriod.monthOf(NOW);
    private static final SessionQuery ALL = SessionQuery.newest(SessionFilter.EVERYTHING, 100);

    /** The store under test, empty before each test. */
    protected abstract SessionStore store();

    /** The books of the same store. */
    protected abstract CostLedger ledger();

    @Nested
    class Create {
        @Test
        void keepsTheSessionAsItIs() {
            Session session = aSession().build();

            create(session);

            assertThat(store().find(session.id())).contains(session);
        }

        @Test
        void keepsTheEventsAndTheSecrets() {
            Session session = aSession().build();
            SessionEvent asked = event(session, "asked for");

            store().create(SessionCreation.of(session, ENGINE_KEY)
                    .settingUp(SETUP, "cafe")
                    .noting(List.of(asked)));

            assertThat(trail(session)).containsExactly(asked);
            assertThat(store().engineKey(session.id()).map(SshPrivateKey::reveal))
                    .contains(ENGINE_KEY.reveal());
            assertThat(store().setupSecrets(session.id())).contains(SETUP);
            assertThat(store().tokenHash(session.id())).contains("cafe");
        }

        @Test
        void refusesASecondSessionOnTheSameOfferWhileTheFirstIsNotOver() {
            for (Session first : List.of(
                    aSession(1).build(),
                    aSession(2).running().build(),
                    aSession(3).ending(StopReason.DONE).build())) {
                create(first);
                Session second = aSession(50).offer(first.terms().offer()).build();

                assertThatThrownBy(() -> create(second))
                        .isInstanceOfSatisfying(
                                DuplicateSessionException.class,
                                refused -> assertThat(refused.existing()).isEqualTo(first.id()));
                assertThat(store().find(second.id())).isEmpty();
            }
        }

        @Test
        void refusesToMoveASessionToAnOfferOfWhichItsConsumerHasAnother() {
            Session first = aSession(1).running().build();
            Session second = aSession(2).pending().build();
            create(first);
            create(second);
            SessionTerms moved =
                    aSession(2).offer(first.terms().offer()).build().terms();
            Session taken = store().take(second.id()).orElseThrow();
            Session wanted = new Session(
                    taken.id(),
                    moved,
                    taken.state(),
                    taken.attempts(),
                    taken.instances(),
                    taken.delivery(),
                    taken.stamp(),
                    taken.nextActAt());

            assertThatThrownBy(() -> store().save(Decision.of(wanted), Durability.SYNCED))
                    .isInstanceOfSatisfying(
                            DuplicateSessionException.class,
                            refused -> assertThat(refused.existing()).isEqualTo(first.id()));
            assertThat(store().find(second.id())).contains(taken);
        }

        @Test
        void takesTheSameOfferAgainOnceTheFirstSessionIsOver() {
            Session first = aSession(1).running().build();
            create(first);
            save(Decision.of(in(first, over())));

            Session second = aSession(2).offer(first.terms().offer()).build();
            create(second);

            assertThat(store().find(second.id())).contains(second);
        }

        @Test
        void keepsWhatARequestWasAnswered() {
            Session session = aSession().build();
            store().create(repeatable(session, "once", CONSUMER_KEY));

            StoredReply reply =
                    store().findReply(new IdempotencyKey("everybody", "once")).orElseThrow();
            assertThat(reply.session()).isEqualTo(session.id());
            assertThat(reply.content()).isEqualTo("digest");
            assertThat(reply.recordedAt()).isEqualTo(session.terms().createdAt());
            assertThat(requireNonNull(reply.consumerKey()).reveal()).isEqualTo(CONSUMER_KEY.reveal());
            assertThat(store().findReply(new IdempotencyKey("somebody", "once")))
                    .isEmpty();
        }

        @Test
        void keepsNoKeyForAConsumerWhoBroughtHisOwn() {
            store().create(repeatable(aSession().build(), "once", null));

            assertThat(store().findReply(new IdempotencyKey("everybody", "once"))
                            .orElseThrow()
                            .key())
                    .isEqualTo(StoredReply.Key.NONE);
        }

        @Test
        void makesOneSessionOfOneIdempotencyKey() {
            store().create(repeatable(aSession(1).build(), "once", CONSUMER_KEY));
            SessionCreation again = repeatable(aSession(2).build(), "once", CONSUMER_KEY);
            SessionCreation twin = repeatable(
                    aSession(3).offer(aSession(1).build().terms().offer()).build(), "once", CONSUMER_KEY);

            assertThatThrownBy(() -> store().create(again)).isInstanceOf(IdempotencyKeyTakenException.class);
            assertThatThrownBy(() -> store().create(twin)).isInstanceOf(IdempotencyKeyTakenException.class);
            assertThat(store().find(again.session().id())).isEmpty();
        }

        @Test
        void makesOneSessionOfManyRequestsWithOneKeyAtOnce() throws Exception {
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int number = 1; number <= 8; number++) {
                SessionCreation creation = repeatable(aSession(number).build(), "once", CONSUMER_KEY);
                calls.add(() -> {
                    try {
                        store().create(creation);
                        return true;
                    } catch (IdempotencyKeyTakenException taken) {
                        return false;
                    }
                });
            }

            assertThat(together(calls)).containsOnlyOnce(true);
        }

        @Test
        void freesAnIdempotencyKeyForItsOwnSessionOnly() {
            Session session = aSession(1).build();
            store().create(repeatable(session, "once", CONSUMER_KEY));
            IdempotencyKey key = new IdempotencyKey("everybody", "once");

            store().freeReply(key, aSession(2).build().id());
            assertThat(store().findReply(key)).isPresent();

            store().freeReply(key, session.id());
            assertThat(store().findReply(key)).isEmpty();
            store().create(repeatable(aSession(2).build(), "once", CONSUMER_KEY));
        }

        @Test
        void forgetsWhatIsOlderThanItIsKept() {
            Session old = aSession(1).build();
            Session young = aSession(2)
                    .createdAt(old.terms().createdAt().plusSeconds(1))
                    .build();
            store().create(repeatable(old, "old", CONSUMER_KEY));
            store().create(repeatable(young, "young", CONSUMER_KEY));

            assertThat(store().forgetReplies(young.terms().createdAt())).isEqualTo(1);

            assertThat(store().findReply(new IdempotencyKey("everybody", "old")))
                    .isEmpty();
            assertThat(store().findReply(new IdempotencyKey("everybody", "young")))
                    .isPresent();
            assertThat(store().find(old.id())).isPresent();
        }

        @Test
        void takesTheSameOfferForAnotherConsumer() {
            Session first = aSession(1).build();
            create(first);
            Session second =
                    aSession(2).offer(first.terms().offer()).consumer("bob").build();

            create(second);

            assertThat(store().find(second.id())).contains(second);
        }

        @Test
        void refusesAnIdThatIsThere() {
            create(aSession().build());

            assertThatThrownBy(() -> create(aSession().consumer("bob").build())).isInstanceOf(StoreException.class);
            assertThat(store().find(aSession().build().id())
                            .orElseThrow()
                            .terms()
                            .consumer())
                    .isEqualTo(new ConsumerId("alice"));
        }

        @Test
        void letsOneOfManyTwinsThrough() throws Exception {
            List<Callable<Boolean>> attempts = new ArrayList<>();
            for (int i = 1; i <= 10; i++) {
                Session twin =
                        aSession(i).offer(aSession(1).build().terms().offer()).build();
                attempts.add(() -> {
                    try {
                        create(twin);
                        return true;
                    } catch (DuplicateSessionException refused) {
                        return false;
                    }
                });
            }

            assertThat(together(attempts)).containsOnlyOnce(true);
            assertThat(store().list(ALL)).hasSize(1);
        }
    }

    @Nested
    class Use {
        @Test
        void remembersTheLatestUseAndTouchesNothingElse() {
            Session session = aSession().running().build();
            create(session);
            Session before = store().find(session.id()).orElseThrow();
            Instant later = SettableClock.START.plusSeconds(9);

            assertThat(store().lastUsedAt(session.id())).isEmpty();
            assertThat(store().markUsed(session.id(), later)).isTrue();
            assertThat(store().markUsed(session.id(), SettableClock.START)).isTrue();

            assertThat(store().lastUsedAt(session.id())).contains(later);
            assertThat(store().find(session.id())).contains(before);
        }

        @Test
        void isNotUndoneByADecisionMadeBefore() {
            Session session = aSession().running().build();
            create(session);
            Session read = store().take(session.id()).orElseThrow();

            store().markUsed(session.id(), SettableClock.START);

            assertThat(store().save(Decision.of(read), Durability.COMMITTED)).isPresent();
            assertThat(store().lastUsedAt(session.id())).contains(SettableClock.START);
        }
    }

    @Nested
    class Find {
        @Test
        void findsNothingUnderAnUnknownId() {
            SessionId unknown = aSession(77).build().id();

            assertThat(store().find(unknown)).isEmpty();
            assertThat(store().engineKey(unknown)).isEmpty();
            assertThat(store().events(unknown, 0, 10)).isEmpty();
            assertThat(store().marks(Set.of(unknown))).isEmpty();
            assertThat(store().findAll(Set.of(unknown))).isEmpty();
            assertThat(store().setupSecrets(unknown)).isEmpty();
            assertThat(store().tokenHash(unknown)).isEmpty();
            assertThat(store().lastUsedAt(unknown)).isEmpty();
            assertThat(store().markUsed(unknown, SettableClock.START)).isFalse();
            assertThat(ledger().intervals(unknown)).isEmpty();
        }

        @Test
        void givesEveryStateBackAsItWas() {
            List<Session> sessions = List.of(
                    aSession(1).pending().build(),
                    aSession(2).launching().build(),
                    aSession(3).booting().build(),
                    aSession(4).verifying().build(),
                    aSession(5).running().build(),
                    aSession(6).ending(StopReason.DELETED).build(),
                    aSession(7).stopped().build(),
                    aSession(8).failed(FailureType.BOOT_TIMEOUT, "too slow").build(),
                    aSession(9).provider("tensordock").running().build());

            sessions.forEach(SessionStoreContract.this::create);

            for (Session session : sessions) {
                assertThat(store().find(session.id())).contains(session);
            }
        }

        static LongStream seeds() {
            return LongStream.rangeClosed(1, 60);
        }

        @ParameterizedTest(name = "seed {0}")
        @MethodSource("seeds")
        void givesAnySessionBackAsItWas(long seed) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            RandomSessions sessions = new RandomSessions(random);
            Session created = sessions.next();
            create(created);
            assertThat(store().find(created.id())).contains(created);

            Session changed = sessions.changed(created);
            Session saved = save(Decision.of(changed));

            assertThat(saved).isEqualTo(changed.stamped(saved.stamp()));
            assertThat(store().find(created.id())).contains(saved);
        }
    }

    @Nested
    class Take {
        @Test
        void raisesVersionAndEpoch() {
            Session session = aSession().build();
            create(session);

            Session taken = store().take(session.id()).orElseThrow();

            assertThat(taken).isEqualTo(session.stamped(new Session.Stamp(1, 1)));
            assertThat(store().find(session.id())).contains(taken);
        }

        @Test
        void findsNothingUnderAnUnknownId() {
            assertThat(store().take(aSession(77).build().id())).isEmpty();
        }

        @Test
        void keepsWhoTookItBeforeFromSaving() {
            create(aSession().build());
            Session before = store().take(aSession().build().id()).orElseThrow();
            Session after = store().take(before.id()).orElseThrow();

            assertThat(store().save(Decision.of(before), Durability.COMMITTED)).isEmpty();
            assertThat(store().save(Decision.of(after), Durability.COMMITTED)).isPresent();
        }

        @Test
        void givesManyTakersADifferentStampEach() throws Exception {
            Session session = aSession().build();
            create(session);
            List<Callable<Long>> takers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                takers.add(
                        () -> store().take(session.id()).orElseThrow().stamp().epoch());
            }

            assertThat(together(takers)).doesNotHaveDuplicates().hasSize(20);
        }
    }

    @Nested
    class Save {
        @Test
        void raisesTheVersionAndLeavesTheEpoch() {
            Session session = aSession().build();
            create(session);
            Session taken = store().take(session.id()).orElseThrow();

            Session saved = save(Decision.of(taken.dueAt(NOW.plusSeconds(9))));

            assertThat(saved.stamp()).isEqualTo(new Session.Stamp(2, 1));
            assertThat(saved.nextActAt()).isEqualTo(NOW.plusSeconds(9));
            assertThat(store().find(session.id())).contains(saved);
        }

        @Test
        void savesNothingWhenAnotherWroteTheSessionSince() {
            Session session = aSession().running().build();
            create(session);
            store().amend(session.id(), known -> Decision.of(known.dueAt(NOW)), Durability.COMMITTED);
            LedgerInterval line = openLine(session, NOW);

            Decision late =
                    new Decision(in(session, over()), List.of(line), List.of(event(session, "late")), List.of());

            assertThat(store().save(late, Durability.COMMITTED)).isEmpty();
            assertThat(store().find(session.id()).orElseThrow().state()).isEqualTo(session.state());
            assertThat(trail(session)).isEmpty();
            assertThat(ledger().intervals(session.id())).isEmpty();
        }

        @Test
        void savesNothingOfAnUnknownSession() {
            assertThat(store().save(Decision.of(aSession(77).build()), Durability.SYNCED))
                    .isEmpty();
        }

        @Test
        void erasesTheSecretsOnceTheSessionIsOver() {
            Session session = aSession().running().build();
            create(session);

            save(Decision.of(in(session, over())));

            assertThat(store().engineKey(session.id())).isEmpty();
            assertThat(store().setupSecrets(session.id())).isEmpty();
            assertThat(store().markUsed(session.id(), SettableClock.START)).isFalse();
        }

        @Test
        void neverDropsWhatWasLearnt() {
            Session session = aSession().running().build();
            create(session);
            Session forgetful = new Session(
                    session.id(),
                    session.terms(),
                    session.state(),
                    session.attempts(),
                    List.of(),
                    session.delivery(),
                    session.stamp(),
                    session.nextActAt());

            save(Decision.of(forgetful));

            assertThat(store().find(session.id()).orElseThrow().instances()).isEqualTo(session.instances());
        }

        @Test
        void appendsEventsInTheirOrder() {
            Session session = aSession().build();
            store().create(SessionCreation.of(session, ENGINE_KEY).noting(List.of(event(session, "one"))));

            Session saved = save(new Decision(
                    session, List.of(), List.of(event(session, "two"), event(session, "three")), List.of()));
            save(new Decision(saved, List.of(), List.of(event(session, "four")), List.of()));

            assertThat(trail(session)).extracting(SessionEvent::reason).containsExactly("one", "two", "three", "four");
        }

        @Test
        void refusesAnInstanceThatBelongsToAnotherSession() {
            Session first = aSession(1).running().build();
            Session second = aSession(2).build();
            create(first);
            create(second);
            InstanceId taken = first.instances().get(0).id();
            Session claiming =
                    second.withInstance(taken, second.attempts().get(0).tag(), NOW);

            assertThatThrownBy(() -> store().save(Decision.of(claiming), Durability.COMMITTED))
                    .isInstanceOf(StoreException.class);
            assertThat(store().find(second.id())).contains(second);
        }
    }

    @Nested
    class Books {
        @Test
        void showsALineThatRunsAndLaterItsEnd() {
            Session session = aSession().running().build();
            create(session);
            LedgerInterval open = openLine(session, NOW);

            Session saved = save(new Decision(session, List.of(open), List.of(), List.of()));
            assertThat(ledger().intervals(session.id())).containsExactly(open);

            LedgerInterval closed = closedLine(open, NOW.plusSeconds(90));
            save(new Decision(saved, List.of(closed), List.of(), List.of()));
            assertThat(ledger().intervals(session.id())).containsExactly(closed);
        }

        @Test
        void closesOnlyTheLineOfThatKindAndInstance() {
            Session session = aSession().running().build();
            create(session);
            LedgerInterval compute = openLine(session, NOW);
            LedgerInterval storage = new LedgerInterval(
                    session.id(), compute.instance(), ChargeKind.STORAGE, NOW, null, UsdPerHour.of("0.01"), false);
            Session saved = save(new Decision(session, List.of(compute, storage), List.of(), List.of()));

            LedgerInterval closed = closedLine(storage, NOW.plusSeconds(5));
            save(new Decision(saved, List.of(closed), List.of(), List.of()));

            assertThat(ledger().intervals(session.id())).containsExactlyInAnyOrder(compute, closed);
        }

        @Test
        void takesALineThatIsClosedFromTheStart() {
            Session session = aSession().running().build();
            create(session);
            LedgerInterval unseen = closedLine(openLine(session, NOW.minusSeconds(60)), NOW);

            save(new Decision(session, List.of(unseen), List.of(), List.of()));

            assertThat(ledger().intervals(session.id())).containsExactly(unseen);
        }

        @Test
        void takesAChangeOfRateAtTheMomentAtWhichTheLineBegan() {
            Session session = aSession().running().build();
            create(session);
            LedgerInterval open = openLine(session, NOW);
            Session saved = save(new Decision(session, List.of(open), List.of(), List.of()));
            LedgerInterval closed = closedLine(open, NOW);
            LedgerInterval dearer = new LedgerInterval(
                    session.id(), open.instance(), open.kind(), NOW, null, UsdPerHour.of("0.99"), true);

            save(new Decision(saved, List.of(closed, dearer), List.of(), List.of()));

            assertThat(ledger().intervals(session.id())).containsExactly(closed, dearer);
        }

        @Test
        void showsTheOldestFirst() {
            Session session = aSession().running().build();
            create(session);
            LedgerInterval late = closedLine(openLine(session, NOW.plusSeconds(60)), NOW.plusSeconds(61));
            LedgerInterval early = closedLine(openLine(session, NOW), NOW.plusSeconds(1));

            save(new Decision(session, List.of(late, early), List.of(), List.of()));

            assertThat(ledger().intervals(session.id())).containsExactly(early, late);
        }
    }

    @Nested
    class Costs extends CostLedgerContract {
        @Override
        protected SessionStore store() {
            return SessionStoreContract.this.store();
        }

        @Override
        protected CostLedger ledger() {
            return SessionStoreContract.this.ledger();
        }
    }

    @Nested
    class Amend {
        @Test
        void appliesWhateverTheStampIs() {
            Session session = aSession().launching().build();
            create(session);
            take(session);
            InstanceId instance = new InstanceId(session.provider(), "4242");

            Session amended = store().amend(
                            session.id(),
                            known -> Decision.of(known.withAnswer(
                                    session.attempts().get(0).tag(), new LaunchOutcome.Launched(instance), NOW)),
                            Durability.SYNCED)
                    .orElseThrow();

            assertThat(amended.stamp()).isEqualTo(new Session.Stamp(2, 1));
            assertThat(amended.find(instance)).isPresent();
            assertThat(store().find(session.id())).contains(amended);
        }

        @Test
        void writesLinesAndEvents() {
            Session session = aSession().running().build();
            create(session);
            LedgerInterval line = openLine(session, NOW);
            SessionEvent noted = event(session, "noted");

            store().amend(
                            session.id(),
                            known -> new Decision(known, List.of(line), List.of(noted), List.of()),
                            Durability.COMMITTED);

            assertThat(trail(session)).containsExactly(noted);
            assertThat(ledger().intervals(session.id())).containsExactly(line);
        }

        @Test
        void findsNothingUnderAnUnknownId() {
            assertThat(store().amend(aSession(77).build().id(), Decision::of, Durability.COMMITTED))
                    .isEmpty();
        }

        @Test
        void leavesTheSessionWhenTheChangeThrows() {
            Session session = aSession().build();
            create(session);
            IllegalStateException refused = new IllegalStateException("not now");

            assertThatThrownBy(() -> store().amend(
                                    session.id(),
                                    known -> {
                                        throw refused;
                                    },
                                    Durability.COMMITTED))
                    .isSameAs(refused);
            assertThat(store().find(session.id())).contains(session);
        }

        @Test
        void losesNoneOfAHundredAtOnce() throws Exception {
            Session session = aSession().running().build();
            create(session);
            List<Callable<Boolean>> changes = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                changes.add(() -> store().amend(
                                session.id(),
                                known -> Decision.of(known.extendedBy(Duration.ofSeconds(1))),
                                Durability.COMMITTED)
                        .isPresent());
            }

            assertThat(together(changes)).hasSize(100).containsOnly(true);
            Session last = store().find(session.id()).orElseThrow();
            assertThat(last.terms().expiresAt())
                    .isEqualTo(session.terms().expiresAt().plusSeconds(100));
            assertThat(last.stamp().version()).isEqualTo(100);
        }
    }

    @Nested
    class Trail {
        @Test
        void numbersEventsSoThatTheyRiseAndGoesOnAfterAny() {
            Session session = aSession(1).build();
            Session other = aSession(2).consumer("bob").build();
            store().create(SessionCreation.of(session, ENGINE_KEY).noting(List.of(event(session, "one"))));
            store().create(SessionCreation.of(other, ENGINE_KEY).noting(List.of(event(other, "another's"))));
            save(new Decision(session, List.of(), List.of(event(session, "two"), event(session, "three")), List.of()));

            List<RecordedEvent> all = store().events(session.id(), 0, 10);

            assertThat(all).extracting(RecordedEvent::id).isSorted().doesNotHaveDuplicates();
            assertThat(all.get(0).id()).isPositive();
            assertThat(store().events(session.id(), all.get(0).id(), 10)).isEqualTo(all.subList(1, 3));
            assertThat(store().events(session.id(), 0, 2)).isEqualTo(all.subList(0, 2));
            assertThat(store().events(session.id(), all.get(2).id(), 10)).isEmpty();
        }

        @Test
        void marksHowFarEachSessionHasCome() {
            Session silent = aSession(1).running().build();
            Session busy = aSession(2).consumer("bob").build();
            create(silent);
            store().create(SessionCreation.of(busy, ENGINE_KEY).noting(List.of(event(busy, "one"))));
            Session saved = save(new Decision(busy, List.of(), List.of(event(busy, "two")), List.of()));

            Map<SessionId, SessionMark> marks = store().marks(Set.of(silent.id(), busy.id()));

            long last = store().events(busy.id(), 0, 10).get(1).id();
            assertThat(marks)
                    .containsOnly(
                            Map.entry(silent.id(), new SessionMark(0, SessionStatus.RUNNING, 0)),
                            Map.entry(
                                    busy.id(), new SessionMark(saved.stamp().version(), SessionStatus.PENDING, last)));
            assertThat(store().marks(Set.of())).isEmpty();
        }

        @Test
        void tellsWhichOffersWereNoGoodLately() {
            Session early = aSession(1).running().build();
            Session late = aSession(2).consumer("bob").build();
            Session good = aSession(3).consumer("carol").build();
            List.of(early, late, good).forEach(SessionStoreContract.this::create);
            save(Decision.of(failed(early, FailureType.SSH_TIMEOUT, NOW)));
            save(Decision.of(failed(late, FailureType.STALE_INVENTORY, NOW.plusSeconds(60))));
            save(Decision.of(good));

            OfferFailure stale = new OfferFailure(
                    late.terms().offer(),
                    late.terms().gpus().model(),
                    FailureType.STALE_INVENTORY,
                    NOW.plusSeconds(60));
            assertThat(store().offerFailures(NOW)).containsExactly(stale);
            assertThat(store().offerFailures(NOW.minusSeconds(1))).hasSize(2).contains(stale);
        }

        @Test
        void knowsTheMachinesThatWereEverRented() {
            Session sent = aSession(1).running().build();
            Session written = aSession(2).consumer("bob").build();
            List.of(sent, written).forEach(SessionStoreContract.this::create);
            ProviderId provider = sent.provider();
            String machine = requireNonNull(sent.attempts().get(0).machine());
            Set<String> asked = Set.of(machine, "another");

            assertThat(store().rentedMachines(provider, asked)).containsExactly(machine);
            assertThat(store().rentedMachines(provider, Set.of("another"))).isEmpty();
            assertThat(store().rentedMachines(provider, Set.of())).isEmpty();
            assertThat(store().rentedMachines(new ProviderId("another"), asked)).isEmpty();
        }

        @Test
        void findsManySessionsAtOnce() {
            Session one = aSession(1).running().build();
            Session two = aSession(2).consumer("bob").build();
            Session three = aSession(3).consumer("carol").build();
            List.of(one, two, three).forEach(SessionStoreContract.this::create);

            assertThat(store().findAll(Set.of(one.id(), three.id()))).containsExactlyInAnyOrder(one, three);
            assertThat(store().findAll(Set.of())).isEmpty();
        }
    }

    @Nested
    class WhatReconciliationRemembers {
        private static final ProviderId PROVIDER = new ProviderId("vastai");

        @Test
        void keepsTheLatestPassOfEachProvider() {
            assertThat(watch().lastPass(PROVIDER)).isEmpty();

            watch().passed(PROVIDER, NOW.plusSeconds(60));
            watch().passed(PROVIDER, NOW);
            watch().passed(new ProviderId("tensordock"), NOW.plusSeconds(90));

            assertThat(watch().lastPass(PROVIDER)).contains(NOW.plusSeconds(60));
        }

        @Test
        void keepsStrangersFromTheirFirstSightOn() {
            Stranger first = stranger("1", NOW);
            Stranger second = stranger("2", NOW.minusSeconds(9));
            watch().put(first);
            watch().put(second);
            watch().put(stranger("1", NOW.plusSeconds(5)).keptFor(Stranger.Kept.TOO_MANY));

            assertThat(watch().strangers(PROVIDER)).containsExactly(second, first.keptFor(Stranger.Kept.TOO_MANY));

            watch().put(second.told(Stranger.Word.DESTROY));
            watch().forget(first.id());

            assertThat(watch().strangers(PROVIDER)).containsExactly(second.told(Stranger.Word.DESTROY));
            assertThat(watch().strangers(new ProviderId("tensordock"))).isEmpty();
        }

        @Test
        void countsWhatWasLostLately() {
            Session session = aSession().running().build();
            AccountId account = session.attempts().get(0).account();
            Instance instance = session.instances().get(0);
            Instant gone = NOW.plusSeconds(100);
            create(session);
            assertThat(watch().lostSince(account, NOW)).isZero();

            lose(session, instance, new AbsenceProof(NOW.plusSeconds(60), gone, gone, gone, 2, null), gone);
            assertThat(watch().lostSince(account, NOW.plusSeconds(59))).isEqualTo(1);
            assertThat(watch().lostSince(account, NOW.plusSeconds(60))).isZero();
            assertThat(watch().lostSince(new AccountId(account.provider(), account.baseUrl(), "other"), NOW))
                    .isZero();

            AbsenceHold believed = new AbsenceHold(gone, null, gone);
            lose(session, instance, new AbsenceProof(NOW.plusSeconds(60), gone, gone, gone, 2, believed), gone);
            assertThat(watch().lostSince(account, NOW)).isZero();
        }

        private static Stranger stranger(String id, Instant firstSeenAt) {
            Tag tag = new Tag(new DeploymentId("prod"), new SessionId("sess-abcdefghijklmnop"), 1, NOW);
            return new Stranger(new InstanceId(PROVIDER, id), tag, firstSeenAt, null, null);
        }

        private void lose(Session session, Instance instance, AbsenceProof absence, Instant goneAt) {
            Instance lost = new Instance(
                    instance.id(),
                    instance.tag(),
                    instance.learntAt(),
                    instance.sightings(),
                    instance.access(),
                    new Instance.Ending(null, null, null, 0, absence, goneAt),
                    instance.meter());
            store().amend(
                            session.id(),
                            known -> Decision.of(new Session(
                                    known.id(),
                                    known.terms(),
                                    known.state(),
                                    known.attempts(),
                                    List.of(lost),
                                    known.delivery(),
                                    known.stamp(),
                                    known.nextActAt())),
                            Durability.COMMITTED);
        }

        private WatchStore watch() {
            return store().watch();
        }
    }

    @Nested
    class Lists {
        @Test
        void showsTheNewestFirst() {
            Session old = aSession(1).createdAt(NOW.minusSeconds(60)).build();
            Session low = aSession(2).build();
            Session high = aSession(3).build();
            List.of(low, old, high).forEach(SessionStoreContract.this::create);

            assertThat(store().list(ALL)).containsExactly(high, low, old);
        }

        @Test
        void showsNoMoreThanTheLimit() {
            Session old = aSession(1).createdAt(NOW.minusSeconds(60)).build();
            Session young = aSession(2).build();
            create(old);
            create(young);

            assertThat(store().list(SessionQuery.newest(SessionFilter.EVERYTHING, 1)))
                    .containsExactly(young);
        }

        @Test
        void showsOnlyWhatIsAskedFor() {
            Session pending = aSession(1).build();
            Session booting = aSession(2).booting().build();
            Session bobs = aSession(3).consumer("bob").running().build();
            Session elsewhere = aSession(4).provider("tensordock").stopped().build();
            List.of(pending, booting, bobs, elsewhere).forEach(SessionStoreContract.this::create);

            SessionFilter any = SessionFilter.EVERYTHING;
            shows(any.of(Set.of(new ConsumerId("bob"))), bobs);
            shows(any.of(Set.of(new ConsumerId("bob"), new ConsumerId("carol"))), bobs);
            shows(any.of(Set.of()));
            shows(any.at(new ProviderId("tensordock")), elsewhere);
            shows(any.in(Set.of(SessionStatus.PROVISIONING, SessionStatus.RUNNING)), bobs, booting);
            shows(
                    any.of(Set.of(new ConsumerId("alice")))
                            .in(Set.of(SessionStatus.PENDING))
                            .at(new ProviderId("vastai")),
                    pending);
        }

        @Test
        void showsWhatWasCreatedBetweenTwoMoments() {
            Session old = aSession(1).createdAt(NOW.minusSeconds(60)).build();
            Session young = aSession(2).createdAt(NOW.minusSeconds(1)).build();
            List.of(old, young).forEach(SessionStoreContract.this::create);

            SessionFilter any = SessionFilter.EVERYTHING;
            shows(any.created(NOW.minusSeconds(30), null), young);
            shows(any.created(null, NOW.minusSeconds(30)), old);
            shows(any.created(NOW.minusSeconds(61), NOW), young, old);
            shows(any.created(NOW.minusSeconds(60), NOW.minusSeconds(1)));
        }

        @Test
        void showsEverySessionOnceFromPlaceToPlaceWhileMoreAreCreated() {
            Session old = aSession(1).createdAt(NOW.minusSeconds(60)).build();
            Session low = aSession(2).build();
            Session high = aSession(3).build();
            List.of(low, old, high).forEach(SessionStoreContract.this::create);

            List<Session> first = store().list(SessionQuery.newest(SessionFilter.EVERYTHING, 1));
            create(aSession(4).createdAt(NOW.plusSeconds(9)).build());
            SessionQuery.Place place = SessionQuery.Place.of(first.get(0));
            List<Session> rest = store().list(new SessionQuery(SessionFilter.EVERYTHING, place, 0, 100));

            assertThat(first).containsExactly(high);
            assertThat(rest).containsExactly(low, old);
            assertThat(store().list(new SessionQuery(SessionFilter.EVERYTHING, place, 1, 100)))
                    .containsExactly(old);
            assertThat(store().list(new SessionQuery(SessionFilter.EVERYTHING, SessionQuery.Place.of(old), 0, 100)))
                    .isEmpty();
        }

        @Test
        void findsTheSessionThatIsNotOverOnAnOffer() {
            Session live = aSession(1).running().build();
            Session over = aSession(2).consumer("bob").stopped().build();
            List.of(live, over).forEach(SessionStoreContract.this::create);

            OfferId offer = live.terms().offer();
            assertThat(store().findActive(live.terms().consumer(), offer)).contains(live.id());
            assertThat(store().findActive(new ConsumerId("bob"), over.terms().offer()))
                    .isEmpty();
            assertThat(store().findActive(new ConsumerId("carol"), offer)).isEmpty();
        }

        @Test
        void takesAKeptOneForOver() {
            Session running = aSession(1).running().build();
            create(running);
            Session.Stamp stamp = store().find(running.id()).orElseThrow().stamp();
            save(Decision.of(aSession(1).kept().build().stamped(stamp)));

            assertThat(store().findActive(
                                    running.terms().consumer(), running.terms().offer()))
                    .isEmpty();
            assertThat(store().engineKey(running.id())).isEmpty();
            assertThat(store().markUsed(running.id(), NOW)).isFalse();
            shows(SessionFilter.EVERYTHING, store().find(running.id()).orElseThrow());
        }

        private void shows(SessionFilter filter, Session... expected) {
            assertThat(store().list(SessionQuery.newest(filter, 100))).containsExactly(expected);
            assertThat(store().count(filter)).isEqualTo(expected.length);
        }

        @Test
        void holdsWhateverHasSomethingLeftToDoAsUnfinished() {
            Session live = aSession(1).running().build();
            Session ends = aSession(2).ending(StopReason.EXPIRED).build();
            Session over = aSession(3).stopped().build();
            Session overButWatched =
                    aSession(4).stopped().nextActAt(NOW.plusSeconds(5)).build();
            Session kept = aSession(5).kept().build();
            Session keptWithoutATime = aSession(6).kept().nextActAt(null).build();
            List.of(live, ends, over, overButWatched, kept, keptWithoutATime)
                    .forEach(SessionStoreContract.this::create);

            assertThat(store().unfinished())
                    .containsExactlyInAnyOrder(live, ends, overButWatched, kept, keptWithoutATime);
            assertThat(store().unfinishedAt(live.provider()))
                    .contains(live)
                    .allMatch(session -> session.provider().equals(live.provider()));
            assertThat(store().unfinishedAt(new ProviderId("nobody"))).isEmpty();
            assertThat(store().hasUnfinishedAt(live.provider())).isTrue();
            assertThat(store().hasUnfinishedAt(new ProviderId("nobody"))).isFalse();
        }
    }

    private List<SessionEvent> trail(Session session) {
        return store().events(session.id(), 0, 100).stream()
                .map(RecordedEvent::event)
                .toList();
    }

    private static SessionCreation repeatable(Session session, String key, @Nullable SshPrivateKey consumerKey) {
        IdempotentRequest request = new IdempotentRequest(new IdempotencyKey("everybody", key), "digest");
        return SessionCreation.of(session, ENGINE_KEY).answeredBy(new KeptReply(request, consumerKey));
    }

    /** Sessions of the builder cost 0.412 US dollars an hour and are for two hours. */
    @Nested
    class Guards {
        private static final int RIVALS = 12;

        @Test
        void writesNothingThatTheFuseDoesNotAllow() {
            create(aSession(1).running().build());
            Session refused = aSession(2).consumer("bob").build();

            assertThatThrownBy(() -> create(refused, fuse(1, "100")))
                    .isInstanceOfSatisfying(
                            FuseException.class,
                            fuse -> assertThat(fuse.limit()).isEqualTo(SpendRefusal.FUSE_INSTANCES));
            assertThatThrownBy(() -> create(refused, fuse(9, "0.823")))
                    .isInstanceOfSatisfying(
                            FuseException.class,
                            fuse -> assertThat(fuse.limit()).isEqualTo(SpendRefusal.FUSE_SPEND));
            assertThat(store().find(refused.id())).isEmpty();
            assertThat(store().unfinished()).hasSize(1);

            create(refused, fuse(2, "0.824"));
            assertThat(store().find(refused.id())).contains(refused);
        }

        @Test
        void writesNothingThatTheBudgetDoesNotHold() {
            create(aSession(1).build());
            Session refused = aSession(2).build();

            assertThatThrownBy(() -> create(refused, budget("1.647"))).isInstanceOf(BudgetExceededException.class);
            assertThat(store().find(refused.id())).isEmpty();

            create(refused, budget("1.648"));
            assertThat(store().find(refused.id())).contains(refused);
        }

        @Test
        void countsWhatLivesAndWhatMayComeAndNothingElse() {
            List<Session> sessions = List.of(
                    aSession(1).build(),
                    aSession(2).launching().build(),
                    aSession(3).booting().build(),
                    aSession(4).running().build(),
                    aSession(5).ending(StopReason.DONE).build(),
                    aSession(6).stopped().build(),
                    aSession(7).failed(FailureType.SSH_TIMEOUT, "late").build());
            sessions.forEach(SessionStoreContract.this::create);

            DeploymentLoad load = store().load();

            assertThat(load).isEqualTo(new DeploymentLoad(5, UsdPerHour.of("2.06")));
            assertThat(load)
                    .isEqualTo(sessions.stream()
                            .map(DeploymentLoad::of)
                            .reduce(DeploymentLoad.NONE, DeploymentLoad::plus));
        }

        @ParameterizedTest(name = "seed {0}")
        @MethodSource("io.gpushopper.testkit.SessionStoreContract$Find#seeds")
        void countsOfAnySessionsWhatTheyBring(long seed) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            RandomSessions sessions = new RandomSessions(random);
            List<Session> known = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Session session = sessions.next();
                create(session);
                known.add(session);
            }

            assertThat(store().load())
                    .isEqualTo(
                            known.stream().map(DeploymentLoad::of).reduce(DeploymentLoad.NONE, DeploymentLoad::plus));
        }

        @Test
        void countsAnInstanceAsItBillsAtMost() {
            Session session = aSession(1).running().build();
            Session dearer = bounded(session, UsdPerHour.of("0.9"));
            create(dearer);

            assertThat(store().load()).isEqualTo(new DeploymentLoad(1, UsdPerHour.of("0.9")));
        }

        @Test
        void letsNothingButWhatIsLeftOfTheFuseThroughWhenManyComeTogether() throws Exception {
            create(aSession(99).consumer("else").running().build());

            assertThat(together(rivals(guardFor(fuse(5, "100")))))
                    .filteredOn(passed -> passed)
                    .hasSize(4);
            assertThat(store().load().instances()).isEqualTo(5);
        }

        @Test
        void letsNoMoreThroughThanTheirRatesAllowWhenManyComeTogether() throws Exception {
            assertThat(together(rivals(guardFor(fuse(100, "1.3")))))
                    .filteredOn(passed -> passed)
                    .hasSize(3);
            assertThat(store().load().rate()).isEqualTo(UsdPerHour.of("1.236"));
        }

        @Test
        void letsNothingButWhatIsLeftOfTheBudgetThroughWhenManyComeTogether() throws Exception {
            // Room for four sessions of 0.824.
            assertThat(together(rivals(guardFor(budget("3.5")))))
                    .filteredOn(passed -> passed)
                    .hasSize(4);
            assertThat(store().spend(new ConsumerId("alice"), MONTH, NOW).committed())
                    .isEqualTo(usd("3.296"));
        }

        @Test
        void givesBackWhatWasReservedOnceASessionIsOver() {
            Session session = aSession(1).running().build();
            create(session);
            LedgerInterval line = openLine(session, NOW);
            save(new Decision(session, List.of(line), List.of(), List.of()));
            Session over = in(store().find(session.id()).orElseThrow(), over());
            save(new Decision(over, List.of(closedLine(line, NOW.plusSeconds(900))), List.of(), List.of()));

            assertThat(store().spend(session.terms().consumer(), MONTH, NOW.plusSeconds(7_200)))
                    .isEqualTo(new MonthSpend(usd("0.1"), Usd.ZERO));
        }

        @Test
        void countsAKeptSessionForAllThatItsDiskMayCostUntilItsEnd() {
            Session kept = aSession(1).kept().build();
            create(kept);
            LedgerInterval line = openLine(kept, NOW);
            save(new Decision(kept, List.of(line), List.of(), List.of()));
            Session known = store().find(kept.id()).orElseThrow();

            MonthSpend spend = store().spend(kept.terms().consumer(), MONTH, NOW);

            assertThat(spend).isEqualTo(MonthSpend.of(Usd.ZERO, List.of(known), NOW));
            assertThat(spend.reserved()).isGreaterThan(usd("0.8"));
            assertThat(store().load()).isEqualTo(DeploymentLoad.of(known));
        }

        @Test
        void countsOfTheBooksWhatLiesInTheMonth() {
            Session session = aSession(1).running().build();
            create(session);
            Instant midnight = Instant.parse("2026-02-01T00:00:00Z");
            LedgerInterval line = openLine(session, midnight.minusSeconds(900));
            save(new Decision(session, List.of(line), List.of(), List.of()));
            Session over = in(store().find(session.id()).orElseThrow(), over());
            save(new Decision(over, List.of(closedLine(line, midnight.plusSeconds(1_800))), List.of(), List.of()));
            ConsumerId alice = session.terms().consumer();
            Instant later = midnight.plusSeconds(9_000);

            assertThat(store().spend(alice, YearMonth.of(2026, 1), later).spent())
                    .isEqualTo(usd("0.1"));
            assertThat(store().spend(alice, YearMonth.of(2026, 2), later).spent())
                    .isEqualTo(usd("0.2"));
            assertThat(store().spend(alice, YearMonth.of(2026, 3), later)).isEqualTo(MonthSpend.NONE);
            assertThat(store().spend(new ConsumerId("bob"), YearMonth.of(2026, 2), later))
                    .isEqualTo(MonthSpend.NONE);
        }

        @Test
        void countsALiveSessionForAllThatItMayCost() {
            create(aSession(1).running().build());
            create(aSession(2).consumer("bob").build());

            MonthSpend spend = store().spend(new ConsumerId("alice"), MONTH, NOW.plusSeconds(3_601));

            assertThat(spend).isEqualTo(new MonthSpend(usd("0.412"), usd("0.412")));
        }

        @Test
        void savesNoFurtherPurchaseThatTheFuseDoesNotAllow() {
            Session session = aSession(1).running().build();
            create(session);
            create(aSession(2).consumer("bob").build());
            Decision further = Decision.of(withFurtherAttempt(session));

            assertThatThrownBy(() -> store().save(further, Durability.SYNCED, guardFor(fuse(2, "100"))))
                    .isInstanceOf(FuseException.class);
            assertThat(store().find(session.id())).contains(session);

            assertThat(store().save(further, Durability.SYNCED, guardFor(fuse(3, "100"))))
                    .isPresent();
        }

        @Test
        void lengthensNothingThatTheBudgetDoesNotHold() {
            Session session = aSession(1).running().build();
            create(session);
            Function<Session, Decision> extend = known -> Decision.of(known.extendedBy(Duration.ofHours(1)));

            assertThatThrownBy(() -> store().amend(session.id(), extend, Durability.SYNCED, guardFor(budget("1.2"))))
                    .isInstanceOf(BudgetExceededException.class);
            assertThat(store().find(session.id())).contains(session);

            assertThat(store().amend(session.id(), extend, Durability.SYNCED, guardFor(budget("1.236"))))
                    .isPresent();
        }

        @Test
        void endsWhateverTheGuardsSay() {
            Session session = aSession(1).running().build();
            create(session);

            assertThat(save(Decision.of(in(session, new SessionState.Ending(EndCause.of(StopReason.DONE), NOW))))
                            .status())
                    .isEqualTo(SessionStatus.STOPPING);
        }

        @Test
        void warnsAConsumerOnceAMonth() {
            ConsumerId alice = new ConsumerId("alice");

            assertThat(store().firstWarning(alice, MONTH)).isTrue();
            assertThat(store().firstWarning(alice, MONTH)).isFalse();
            assertThat(store().firstWarning(alice, MONTH.plusMonths(1))).isTrue();
            assertThat(store().firstWarning(new ConsumerId("bob"), MONTH)).isTrue();
        }

        private List<Callable<Boolean>> rivals(SpendGuard guard) {
            List<Callable<Boolean>> rivals = new ArrayList<>();
            for (int i = 1; i <= RIVALS; i++) {
                Session rival = aSession(i).build();
                rivals.add(() -> {
                    try {
                        store().create(SessionCreation.of(rival, ENGINE_KEY).guardedBy(guard));
                        return true;
                    } catch (FuseException | BudgetExceededException refused) {
                        return false;
                    }
                });
            }
            return rivals;
        }

        private void create(Session session) {
            SessionStoreContract.this.create(session);
        }

        private void create(Session session, Fuse fuse) {
            store().create(SessionCreation.of(session, ENGINE_KEY).guardedBy(guardFor(fuse)));
        }

        private void create(Session session, Budget budget) {
            store().create(SessionCreation.of(session, ENGINE_KEY).guardedBy(guardFor(budget)));
        }
    }

    private void create(Session session) {
        store().create(SessionCreation.of(session, ENGINE_KEY));
    }

    private static Fuse fuse(int instances, String rate) {
        return new Fuse(instances, UsdPerHour.of(rate));
    }

    private static Budget budget(String monthly) {
        return new Budget(new ConsumerId("alice"), usd(monthly));
    }

    private static SpendGuard guardFor(Fuse fuse) {
        return new SpendGuard(fuse, null, NOW);
    }

    private static SpendGuard guardFor(Budget budget) {
        return new SpendGuard(null, budget, NOW);
    }

    private static Usd usd(String amount) {
        return new Usd(new BigDecimal(amount));
    }

    private static Session withFurtherAttempt(Session session) {
        LaunchAttempt first = session.attempts().get(0);
        Tag tag = new Tag(first.tag().deployment(), session.id(), 2, NOW);
        List<LaunchAttempt> attempts = new ArrayList<>(session.attempts());
        attempts.add(new LaunchAttempt(
                tag,
                first.offer(),
                first.gpu(),
                first.machine(),
                first.launchTerms(),
                first.account(),
                first.agreed(),
                NOW,
                null,
                null,
                null,
                LaunchAttempt.Search.NONE,
                null));
        return new Session(
                session.id(),
                session.terms(),
                session.state(),
                attempts,
                session.instances(),
                session.delivery(),
                session.stamp(),
                session.nextActAt());
    }

    private static Session bounded(Session session, UsdPerHour rate) {
        Instance known = session.instances().get(0);
        Instance.Meter meter = new Instance.Meter(
                known.meter().compute(), known.meter().storage(), new SpendBound(Usd.ZERO, NOW, rate));
        Instance bounded = new Instance(
                known.id(), known.tag(), known.learntAt(), known.sightings(), known.access(), known.ending(), meter);
        return new Session(
                session.id(),
                session.terms(),
                session.state(),
                session.attempts(),
                List.of(bounded),
                session.delivery(),
                session.stamp(),
                session.nextActAt());
    }

    private Session take(Session session) {
        return store().take(session.id()).orElseThrow();
    }

    private Session save(Decision decision) {
        return store().save(decision, Durability.COMMITTED).orElseThrow();
    }

    private static SessionState over() {
        return new SessionState.Stopped(EndCause.of(StopReason.DONE), NOW);
    }

    /** The session in that state, with nothing left to do. */
    static Session in(Session session, SessionState state) {
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

    private static SessionEvent event(Session session, String reason) {
        return new SessionEvent(session.id(), NOW, session.status(), session.status(), reason, Actor.CONSUMER);
    }

    private static LedgerInterval openLine(Session session, Instant from) {
        return new LedgerInterval(
                session.id(),
                session.instances().get(0).id(),
                ChargeKind.COMPUTE,
                from,
                null,
                UsdPerHour.of("0.40"),
                false);
    }

    private static LedgerInterval closedLine(LedgerInterval open, Instant to) {
        return new LedgerInterval(
                open.session(), open.instance(), open.kind(), open.from(), requireNonNull(to), open.rate(), true);
    }

    private static <T> List<T> together(List<Callable<T>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> call : threads.invokeAll(calls)) {
                results.add(call.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    /** The session, whose only purchase came to nothing. */
    private static Session failed(Session session, FailureType why, Instant at) {
        LaunchAttempt known = session.attempts().get(0);
        LaunchAttempt failed = new LaunchAttempt(
                known.tag(),
                known.offer(),
                known.gpu(),
                known.machine(),
                known.launchTerms(),
                known.account(),
                known.agreed(),
                known.writtenAt(),
                known.sent(),
                known.answer(),
                known.settlement(),
                known.search(),
                new LaunchAttempt.Failed(why, at));
        return new Session(
                session.id(),
                session.terms(),
                session.state(),
                List.of(failed),
                session.instances(),
                session.delivery(),
                session.stamp(),
                session.nextActAt());
    }
}
