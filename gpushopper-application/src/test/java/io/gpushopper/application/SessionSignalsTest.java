package io.gpushopper.application;

import static io.gpushopper.testkit.SessionBuilder.ENGINE_KEY;
import static io.gpushopper.testkit.SessionBuilder.aSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.domain.session.Actor;
import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.EndCause;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionEvent;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.RecordedEvent;
import io.gpushopper.ports.SessionCreation;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.testkit.FakeSessionStore;
import io.gpushopper.testkit.SettableClock;
import io.gpushopper.testkit.SteppedThreads;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class SessionSignalsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SettableClock clock = new SettableClock();
    private final SteppedThreads threads = new SteppedThreads(clock);
    private final FakeSessionStore store = new FakeSessionStore();
    private final List<String> questions = new ArrayList<>();
    private final SessionSignals signals = new SessionSignals(counted(store), threads);

    @Test
    void tellsAtOnceWhatThisProcessWrote() {
        SessionId id = running(1);
        CompletableFuture<Session> over = signals.await(id, SessionSignalsTest::isOver, MINUTE);

        signals.changed(ended(id), true);
        settle();

        assertThat(over).isCompletedWithValueMatching(session -> session.status() == SessionStatus.STOPPED);
        assertThat(questions).doesNotContain("marks");
    }

    @Test
    void seesWhatWasWrittenBeforeAnybodyWaited() {
        SessionId id = running(1);
        ended(id);

        assertThat(signals.await(id, SessionSignalsTest::isOver, MINUTE)).isCompleted();
        assertThat(signals.nextEvents(id, 0)).isCompletedWithValueMatching(page -> page.isLast());
    }

    @Test
    void seesWithinASecondWhatAnotherReplicaWrote() {
        SessionId id = running(1);
        CompletableFuture<Session> over = signals.await(id, SessionSignalsTest::isOver, MINUTE);
        CompletableFuture<EventPage> next = signals.nextEvents(id, 0);
        ended(id);

        pass(Duration.ofSeconds(1));

        assertThat(over).isCompleted();
        assertThat(next)
                .isCompletedWithValueMatching(
                        page -> page.isLast() && page.events().size() == 1);
    }

    @Test
    void asksTwoQuestionsASecondForAllWhoWaitAndNoneWhenNobodyDoes() {
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        for (int i = 1; i <= 500; i++) {
            SessionId id = running(i);
            waiting.add(i % 2 == 0 ? signals.nextEvents(id, 0) : signals.await(id, SessionSignalsTest::isOver, MINUTE));
        }
        questions.clear();

        pass(Duration.ofSeconds(9));

        assertThat(questions).containsOnly("marks").hasSize(18);
        waiting.forEach(one -> one.cancel(false));
        pass(Duration.ofSeconds(1));
        questions.clear();
        pass(Duration.ofSeconds(30));
        assertThat(questions).isEmpty();
        assertThat(signals.waiting()).isZero();
    }

    @Test
    void looksOnceForAllWhoWereToldAtOnceAndAskAgain() {
        SessionId id = running(1);
        List<CompletableFuture<CompletableFuture<EventPage>>> following = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            following.add(signals.nextEvents(id, 0)
                    .thenApply(
                            page -> signals.nextEvents(id, page.events().get(0).id())));
        }
        Session noted = note(id, "one");
        questions.clear();

        signals.changed(noted, true);
        settle();

        assertThat(questions).containsExactly("events", "marks");
        assertThat(following)
                .allSatisfy(next -> assertThat(next).isCompletedWithValueMatching(again -> !again.isDone()));
        signals.changed(note(id, "two"), true);
        settle();
        assertThat(following)
                .allSatisfy(next -> assertThat(reasons(next.join())).containsExactly("two"));
    }

    @Test
    void answersWithTheSessionAsItIsWhenTheTimeIsUp() {
        SessionId id = running(1);
        CompletableFuture<Session> over = signals.await(id, SessionSignalsTest::isOver, Duration.ofMillis(1_500));

        pass(Duration.ofMillis(1_400));
        assertThat(over).isNotDone();
        pass(Duration.ofMillis(100));

        assertThat(over).isCompletedWithValueMatching(session -> session.status() == SessionStatus.RUNNING);
        assertThat(signals.waiting()).isZero();
        assertThat(signals.await(id, SessionSignalsTest::isOver, Duration.ZERO)).isCompleted();
    }

    @Test
    void givesEachHisEventsWhereverHeStands() {
        SessionId id = running(1);
        note(id, "one");
        long one = store.events(id, 0, 1).get(0).id();
        CompletableFuture<EventPage> late = signals.nextEvents(id, one);
        assertThat(reasons(signals.nextEvents(id, 0))).containsExactly("one");

        signals.changed(note(id, "two"), true);
        settle();

        assertThat(reasons(late)).containsExactly("two");
        assertThat(late.join().isLast()).isFalse();
    }

    @Test
    void givesNothingOfALongTrailTwiceAndLeavesNothingOut() {
        SessionId id = running(1);
        int all = SessionSignals.MOST_EVENTS * 2 + 1;
        for (int i = 0; i < all; i++) {
            note(id, "event " + i);
        }
        ended(id);

        List<RecordedEvent> read = new ArrayList<>();
        EventPage page;
        do {
            long last = read.isEmpty() ? 0 : read.get(read.size() - 1).id();
            page = signals.nextEvents(id, last).join();
            read.addAll(page.events());
        } while (!page.isLast());

        assertThat(read).isEqualTo(store.events(id, 0, all + 1)).hasSize(all + 1);
    }

    @Test
    void letsAllGoWhenItCloses() {
        SessionId id = running(1);
        CompletableFuture<Session> over = signals.await(id, SessionSignalsTest::isOver, MINUTE);
        CompletableFuture<EventPage> next = signals.nextEvents(id, 0);

        signals.close();

        assertThatThrownBy(over::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(NotReadyException.class);
        assertThat(next).isCompletedExceptionally();
        assertThatThrownBy(() -> signals.nextEvents(id, 0)).isInstanceOf(NotReadyException.class);
        assertThat(signals.waiting()).isZero();
    }

    @Test
    void waitsForNoSessionThatIsNotThere() {
        SessionId nobody = aSession(77).build().id();

        assertThatThrownBy(() -> signals.await(nobody, SessionSignalsTest::isOver, MINUTE))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> signals.nextEvents(nobody, 0)).isInstanceOf(NotFoundException.class);
        assertThat(signals.waiting()).isZero();
    }

    private SessionId running(int number) {
        Session session =
                aSession(number).consumer("consumer-" + number).running().build();
        store.create(SessionCreation.of(session, ENGINE_KEY));
        return session.id();
    }

    private Session ended(SessionId id) {
        return store.amend(
                        id,
                        known -> Decision.of(new Session(
                                        known.id(),
                                        known.terms(),
                                        new SessionState.Stopped(EndCause.of(StopReason.DONE), clock.instant()),
                                        known.attempts(),
                                        known.instances(),
                                        known.delivery(),
                                        known.stamp(),
                                        null))
                                .noting(event(id, SessionStatus.STOPPED, "over")),
                        Durability.COMMITTED)
                .orElseThrow();
    }

    private Session note(SessionId id, String reason) {
        SessionEvent event = event(id, SessionStatus.RUNNING, reason);
        return store.amend(id, known -> Decision.of(known).noting(event), Durability.COMMITTED)
                .orElseThrow();
    }

    private SessionEvent event(SessionId id, SessionStatus to, String reason) {
        return new SessionEvent(id, clock.instant(), SessionStatus.RUNNING, to, reason, Actor.ENGINE);
    }

    private void settle() {
        pass(Duration.ZERO);
    }

    private void pass(Duration span) {
        Instant end = clock.instant().plus(span);
        while (true) {
            while (threads.runNext()) {
                assertThat(clock.instant()).isBeforeOrEqualTo(end);
            }
            Instant next = threads.nextDueAt().orElse(Instant.MAX);
            if (next.isAfter(end)) {
                clock.set(end);
                return;
            }
            clock.set(next);
        }
    }

    private static boolean isOver(Session session) {
        return session.status().isFinal();
    }

    private static List<String> reasons(CompletableFuture<EventPage> page) {
        assertThat(page).isCompleted();
        return page.join().events().stream()
                .map(recorded -> recorded.event().reason())
                .toList();
    }

    /** The store, with the names of what it is asked. */
    private SessionStore counted(SessionStore plain) {
        return (SessionStore) Proxy.newProxyInstance(
                SessionStore.class.getClassLoader(),
                new Class<?>[] {SessionStore.class},
                (proxy, method, arguments) -> {
                    questions.add(method.getName());
                    try {
                        return method.invoke(plain, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }
}
