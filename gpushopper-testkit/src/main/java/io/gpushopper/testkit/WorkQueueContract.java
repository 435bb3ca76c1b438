package io.gpushopper.testkit;

import static io.gpushopper.testkit.SessionBuilder.ENGINE_KEY;
import static io.gpushopper.testkit.SessionBuilder.aSession;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.EndCause;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.SessionCreation;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link WorkQueue} does with the {@link SessionStore} that it goes with; extended by the tests of each. The queue
 * under test has two workers for sessions that live and one for those that end.
 */
public abstract class WorkQueueContract {
    private static final Duration SOON = Duration.ofMillis(20);
    private static final int PATIENCE = 1500;
    private static final Instant NOW = SettableClock.START;

    private final BlockingQueue<SessionId> handedOut = new LinkedBlockingQueue<>();
    private final CountDownLatch blocked = new CountDownLatch(1);

    /** The store whose sessions the queue hands out, empty before each test. */
    protected abstract SessionStore store();

    /** The queue under test; not started. */
    protected abstract WorkQueue queue();

    /** The clock of both, at {@link SettableClock#START}. */
    protected abstract SettableClock clock();

    /** The queue after the process ended and began again, on the same store; not started. */
    protected abstract WorkQueue restarted();

    /** Closes what the test opened, once its queue has stopped. */
    protected void close() throws Exception {}

    /** Lets the queue look for what is due, if it doesn't by itself. */
    protected void pump() {}

    @AfterEach
    void letGo() throws Exception {
        blocked.countDown();
        queue().stop(Duration.ofSeconds(10));
        close();
    }

    @Test
    void handsOutASessionThatIsDue() {
        Session session = create(aSession(1).running().nextActAt(NOW).build());
        start(this::done);

        awaitHandedOut(session);
    }

    @Test
    void handsOutASessionThatBecomesDueLater() {
        start(this::done);
        Session session = create(aSession(1).build());

        awaitHandedOut(session);
    }

    @Test
    void handsOutNothingBeforeItIsDue() {
        Session later =
                create(aSession(1).running().nextActAt(NOW.plusSeconds(30)).build());
        Session now = create(aSession(2).running().nextActAt(NOW).build());
        start(this::done);

        awaitHandedOut(now);
        assertThat(handedOut).doesNotContain(later.id());

        clock().advance(Duration.ofSeconds(30));
        awaitHandedOut(later);
    }

    @Test
    void handsOutAgainWhatIsDueAgain() {
        Session session = create(aSession(1).running().nextActAt(NOW).build());
        start(id -> {
            lookAt(id, NOW.plusSeconds(10));
            handedOut.add(id);
        });

        awaitHandedOut(session);
        clock().advance(Duration.ofSeconds(10));
        awaitHandedOut(session);
    }

    @Test
    void leavesWhatHasNothingLeftToDo() {
        Session over = create(aSession(1).stopped().nextActAt(NOW).build());
        start(this::done);
        awaitHandedOut(over);

        clock().advance(Duration.ofHours(1));
        Session next = create(aSession(2).stopped().nextActAt(NOW).build());

        awaitHandedOut(next);
        assertThat(handedOut).doesNotContain(over.id());
    }

    @Test
    void givesASessionToOneWorkerAtATime() {
        Session session = create(aSession(1).running().nextActAt(NOW).build());
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        start(id -> {
            if (id.equals(session.id())) {
                most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                handedOut.add(id);
                block();
                atOnce.decrementAndGet();
            }
            done(id);
        });
        awaitHandedOut(session);

        lookAt(session.id(), NOW);
        Session other = create(aSession(2).running().nextActAt(NOW).build());
        awaitHandedOut(other);

        assertThat(most).hasValue(1);
    }

    @Test
    void losesNoWakeWhileAWorkerIsBusyWithTheSession() {
        Session session = create(aSession(1).running().nextActAt(NOW).build());
        AtomicBoolean first = new AtomicBoolean(true);
        start(id -> {
            if (first.getAndSet(false)) {
                lookAt(id, NOW.plus(Duration.ofDays(1)));
                handedOut.add(id);
                block();
            } else {
                done(id);
            }
        });
        awaitHandedOut(session);

        lookAt(session.id(), NOW);
        blocked.countDown();

        awaitHandedOut(session);
    }

    @Test
    void handsOutASessionWhoseEndIsDecidedWhileAWorkerIsBusyWithIt() {
        Session session = create(aSession(1).running().nextActAt(NOW).build());
        AtomicBoolean first = new AtomicBoolean(true);
        start(id -> {
            if (first.getAndSet(false)) {
                handedOut.add(id);
                block();
            } else {
                done(id);
            }
        });
        awaitHandedOut(session);

        end(session.id());
        blocked.countDown();

        awaitHandedOut(session);
    }

    @Test
    void handsOutASessionAgainWhoseWorkerThrew() {
        Session session = create(aSession(1).running().nextActAt(NOW).build());
        AtomicInteger calls = new AtomicInteger();
        start(id -> {
            int call = calls.incrementAndGet();
            handedOut.add(id);
            if (call == 1) {
                throw new IllegalStateException("a worker fails, on purpose");
            }
            if (call == 2) {
                throw new StackOverflowError("a worker fails badly, on purpose");
            }
            lookAt(id, null);
        });

        awaitHandedOut(session);
        awaitHandedOutAsTimePasses(session);
        awaitHandedOutAsTimePasses(session);
    }

    @Test
    void letsEndsThroughWhileEverySessionThatLivesIsStuck() {
        Set<SessionId> busy = new HashSet<>();
        for (int i = 1; i <= 3; i++) {
            busy.add(create(aSession(i).running().nextActAt(NOW).build()).id());
        }
        start(id -> {
            handedOut.add(id);
            if (busy.contains(id)) {
                block();
            }
            lookAt(id, null);
        });
        await(() -> handedOut.size() >= 2);
        handedOut.clear();

        Session ends =
                create(aSession(9).ending(StopReason.DELETED).nextActAt(NOW).build());

        awaitHandedOut(ends);
    }

    @Test
    void movesASessionToTheEndsWhenItsEndIsDecided() {
        create(aSession(1).running().nextActAt(NOW).build());
        create(aSession(2).running().nextActAt(NOW).build());
        Session waiting =
                create(aSession(5).running().nextActAt(NOW.plusSeconds(60)).build());
        start(id -> {
            handedOut.add(id);
            if (!id.equals(waiting.id())) {
                block();
            }
            lookAt(id, null);
        });
        await(() -> handedOut.size() >= 2);

        end(waiting.id());

        awaitHandedOut(waiting);
    }

    @Test
    void picksUpAfterARestart() {
        Session session =
                create(aSession(1).running().nextActAt(NOW.plusSeconds(5)).build());
        start(this::done);
        queue().stop(Duration.ofSeconds(10));

        restarted().start(this::done);
        clock().advance(Duration.ofSeconds(5));

        awaitHandedOut(session);
    }

    @Test
    void handsOutNothingOnceItIsStopped() {
        start(this::done);
        queue().stop(Duration.ofSeconds(10));
        queue().stop(Duration.ofSeconds(10));

        create(aSession(1).build());
        pump();

        assertThat(handedOut).isEmpty();
    }

    private void start(Consumer<SessionId> worker) {
        queue().start(worker);
    }

    private Session create(Session session) {
        store().create(SessionCreation.of(session, ENGINE_KEY));
        return session;
    }

    private void done(SessionId id) {
        lookAt(id, null);
        handedOut.add(id);
    }

    private void lookAt(SessionId id, @Nullable Instant time) {
        store().amend(id, known -> Decision.of(known.dueAt(time)), Durability.COMMITTED);
    }

    private void end(SessionId id) {
        SessionState ending = new SessionState.Ending(EndCause.of(StopReason.DELETED), NOW);
        store().amend(
                        id,
                        known -> Decision.of(
                                SessionStoreContract.in(known, ending).dueAt(NOW)),
                        Durability.COMMITTED);
    }

    private void block() {
        try {
            assertThat(blocked.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitHandedOut(Session session) {
        await(() -> handedOut.remove(session.id()));
    }

    private void awaitHandedOutAsTimePasses(Session session) {
        await(() -> {
            clock().advance(Duration.ofSeconds(1));
            return handedOut.remove(session.id());
        });
    }

    private void await(BooleanSupplier condition) {
        for (int i = 0; i < PATIENCE; i++) {
            pump();
            if (condition.getAsBoolean()) {
                return;
            }
            breathe();
        }
        throw new AssertionError("what was awaited did not come; handed out so far: " + handedOut);
    }

    /** Lets the queue's threads work; there is nothing to be notified by. */
    private static void breathe() {
        try {
            TimeUnit.NANOSECONDS.sleep(SOON.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
