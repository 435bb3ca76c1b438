package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.ports.RecordedEvent;
import io.gpushopper.ports.SessionMark;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.Threads;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets requests wait for what becomes of sessions, without a thread each. The store is the truth and a signal only a hint: whoever waits
 * is put down first and reads then, so that no change falls between; what this process writes is told at once; what another replica
 * wrote is found by one query for all who wait, which is asked only while anybody does. Thread-safe.
 */
final class SessionSignals {
    private static final Logger LOG = LoggerFactory.getLogger(SessionSignals.class);
    /** Another replica's write is to be known within a second, reading and answering of hundreds on a busy machine included. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    /** Far more than one server has connections. */
    private static final int MOST_WAITERS = 10_000;
    /** A trail is a few lines; a longer one is read in parts. */
    static final int MOST_EVENTS = 500;

    private final SessionStore sessions;
    private final Threads threads;
    private final Map<SessionId, Waiters> waiters = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean closed;

    SessionSignals(SessionStore sessions, Threads threads) {
        this.sessions = sessions;
        this.threads = threads;
    }

    /** See {@link GpuShopper#awaitSessionAsync}. */
    CompletableFuture<Session> await(SessionId id, Predicate<Session> wanted, Duration atMost) {
        SessionWaiter waiter = new SessionWaiter(id, wanted);
        return waiting(waiter, () -> {
            Session session = require(id);
            boolean over = atMost.isNegative() || atMost.isZero();
            if (over || waiter.isSatisfied(session)) {
                answer(waiter, session);
            } else {
                threads.after(atMost, () -> later(() -> settle(waiter, () -> require(id))));
            }
        });
    }

    /** See {@link GpuShopper#nextEvents}. */
    CompletableFuture<EventPage> nextEvents(SessionId id, long after) {
        EventWaiter waiter = new EventWaiter(id, after);
        return waiting(waiter, () -> {
            SessionMark mark = mark(id);
            if (waiter.isStale(mark)) {
                answer(waiter, page(id, after, mark.status().isFinal()));
            }
        });
    }

    /**
     * The session was written by this process.
     *
     * @param withEvents whether its audit trail grew
     */
    void changed(Session saved, boolean withEvents) {
        Waiters present = waiters.get(saved.id());
        if (present == null) {
            return;
        }
        present.written.incrementAndGet();
        tell(saved);
        boolean anybody = present.all.stream().anyMatch(EventWaiter.class::isInstance);
        if (anybody && (withEvents || saved.status().isFinal())) {
            later(() -> tellEvents(saved.id(), saved.status().isFinal()));
        }
    }

    /** Nobody waits any longer, and nobody is to begin: what is waited for fails with {@link NotReadyException}. */
    void close() {
        closed = true;
        for (Waiters present : waiters.values()) {
            present.all.forEach(waiter -> waiter.answer.completeExceptionally(stopping()));
        }
    }

    /** How many wait. */
    int waiting() {
        return count.get();
    }

    /** Puts the waiter down, and then has him look for himself. */
    private <T> CompletableFuture<T> waiting(Waiter<T> waiter, Runnable firstLook) {
        if (closed) {
            throw stopping();
        }
        join(waiter);
        try {
            firstLook.run();
        } catch (RuntimeException | Error failed) {
            waiter.answer.cancel(false);
            throw failed;
        }
        if (closed) {
            waiter.answer.completeExceptionally(stopping());
        }
        return waiter.answer;
    }

    private void join(Waiter<?> waiter) {
        if (count.incrementAndGet() > MOST_WAITERS) {
            count.decrementAndGet();
            throw new NotReadyException("too many requests wait for sessions; try again in a moment");
        }
        waiters.compute(waiter.session, (id, present) -> {
            Waiters joined = present == null ? new Waiters() : present;
            joined.all.add(waiter);
            return joined;
        });
        // However it ends, by an answer, a failure or because nobody wants it any more, he is crossed out.
        CompletionStage<?> answered = waiter.answer;
        answered.whenComplete((answer, failure) -> leave(waiter));
        lookSoon();
    }

    private void leave(Waiter<?> waiter) {
        waiters.computeIfPresent(waiter.session, (id, present) -> {
            if (present.all.remove(waiter)) {
                count.decrementAndGet();
            }
            return present.all.isEmpty() ? null : present;
        });
    }

    private void lookSoon() {
        if (looking.compareAndSet(false, true)) {
            threads.after(LOOK_EVERY, this::look);
        }
    }

    /** The one query for all. It goes on as long as anybody waits, whatever happens in it. */
    private void look() {
        try {
            Set<SessionId> written = new HashSet<>();
            marks().forEach((id, mark) -> {
                Set<Waiter<?>> stale = stale(id, mark);
                if (stale.stream().anyMatch(SessionWaiter.class::isInstance)) {
                    written.add(id);
                }
                if (stale.stream().anyMatch(EventWaiter.class::isInstance)) {
                    later(() -> tellEvents(id, mark.status().isFinal()));
                }
            });
            if (!written.isEmpty()) {
                sessions.findAll(written).forEach(this::tell);
            }
        } catch (RuntimeException | Error broken) {
            LOG.warn("it could not be looked what other replicas wrote; it is tried again", broken);
        }
        looking.set(false);
        if (!waiters.isEmpty() && !closed) {
            lookSoon();
        }
    }

    private Map<SessionId, SessionMark> marks() {
        Map<SessionId, Consumer<SessionMark>> readings = new HashMap<>();
        waiters.forEach((id, present) -> readings.put(id, present.reading()));
        Map<SessionId, SessionMark> marks = sessions.marks(Set.copyOf(readings.keySet()));
        readings.forEach((id, reading) -> {
            SessionMark mark = marks.get(id);
            if (mark != null) {
                reading.accept(mark);
            }
        });
        return marks;
    }

    /**
     * How far the session has come, for one who waits for it already. Hundreds who were told at once ask again at once: what was read for
     * one will do for all until this process writes again, and what another replica writes is found by the next look.
     */
    private SessionMark mark(SessionId id) {
        Waiters present = waiters.getOrDefault(id, new Waiters());
        SessionMark known = present.known();
        if (known != null) {
            return known;
        }
        Consumer<SessionMark> reading = present.reading();
        SessionMark read = sessions.marks(Set.of(id)).get(id);
        if (read == null) {
            throw missing(id);
        }
        reading.accept(read);
        return read;
    }

    private Set<Waiter<?>> present(SessionId id) {
        Waiters present = waiters.get(id);
        return present == null ? Set.of() : present.all;
    }

    private Set<Waiter<?>> stale(SessionId id, SessionMark mark) {
        Set<Waiter<?>> stale = new HashSet<>(present(id));
        stale.removeIf(waiter -> !waiter.isStale(mark));
        return stale;
    }

    private void tell(Session session) {
        for (Waiter<?> waiter : present(session.id())) {
            if (waiter instanceof SessionWaiter asking && asking.isSatisfied(session)) {
                later(() -> answer(asking, session));
            }
        }
    }

    /** One reading of the trail for all who wait for it. */
    private void tellEvents(SessionId id, boolean over) {
        List<EventWaiter> asking = present(id).stream()
                .filter(EventWaiter.class::isInstance)
                .map(EventWaiter.class::cast)
                .toList();
        if (asking.isEmpty()) {
            return;
        }
        long seen = asking.stream().mapToLong(waiter -> waiter.after).min().orElseThrow();
        EventPage fresh = page(id, seen, over);
        for (EventWaiter waiter : asking) {
            EventPage page = fresh.isLast() || fresh.events().size() < MOST_EVENTS
                    ? fresh.after(waiter.after)
                    : page(id, waiter.after, over);
            if (page.isLast() || !page.events().isEmpty()) {
                answer(waiter, page);
            }
        }
    }

    /** Whether it is over was read before, so that nothing can be missing from the page of one that is. */
    private EventPage page(SessionId id, long after, boolean over) {
        List<RecordedEvent> events = sessions.events(id, after, MOST_EVENTS);
        return new EventPage(events, over && events.size() < MOST_EVENTS);
    }

    private Session require(SessionId id) {
        return sessions.find(id).orElseThrow(() -> missing(id));
    }

    private static <T> void answer(Waiter<T> waiter, T result) {
        waiter.answer.complete(result);
    }

    private static <T> void settle(Waiter<T> waiter, Supplier<T> result) {
        if (!waiter.answer.isDone()) {
            try {
                answer(waiter, result.get());
            } catch (RuntimeException | Error failed) {
                waiter.answer.completeExceptionally(failed);
            }
        }
    }

    /** Answers are written by threads of their own: a client must not hold up the engine. None is forgotten when those are busy. */
    private void later(Runnable work) {
        Runnable survived = () -> {
            try {
                work.run();
            } catch (RuntimeException | Error broken) {
                LOG.warn("those who wait could not be told; they are with the next look", broken);
            }
        };
        try {
            threads.answers().execute(survived);
        } catch (RejectedExecutionException fullOrClosed) {
            survived.run();
        }
    }

    private static NotFoundException missing(SessionId id) {
        return new NotFoundException("session", id.value());
    }

    private static NotReadyException stopping() {
        return new NotReadyException(
                "the server is stopping; what was asked for may go on, so look before you ask again");
    }

    /** Who waits for one session, and how far it had come when it was looked at last. */
    private static final class Waiters {
        final Set<Waiter<?>> all = ConcurrentHashMap.newKeySet();
        /** Raised with each write of this process, after it and before anybody is told. */
        final AtomicLong written = new AtomicLong();

        private volatile @Nullable Read read;

        private record Read(SessionMark mark, long written) {}

        /** What was read last, if this process has written nothing since that reading began. */
        @Nullable
        SessionMark known() {
            Read last = read;
            return last != null && last.written() == written.get() ? last.mark() : null;
        }

        /** Begins a reading, and takes what it brings. */
        Consumer<SessionMark> reading() {
            long before = written.get();
            return mark -> read = new Read(mark, before);
        }
    }

    /** One who waits for something about a session. */
    private abstract static class Waiter<T> {
        final SessionId session;
        final CompletableFuture<T> answer = new CompletableFuture<>();

        Waiter(SessionId session) {
            this.session = requireNonNull(session, "session");
        }

        /** Whether there is something in the store that he has not seen. */
        abstract boolean isStale(SessionMark mark);
    }

    private static final class SessionWaiter extends Waiter<Session> {
        private final Predicate<Session> wanted;
        private volatile long seen;

        SessionWaiter(SessionId session, Predicate<Session> wanted) {
            super(session);
            this.wanted = requireNonNull(wanted, "wanted");
        }

        /** Whether he has what he waits for; one whose question breaks is answered with that. */
        boolean isSatisfied(Session found) {
            seen = Math.max(seen, found.stamp().version());
            try {
                return wanted.test(found);
            } catch (RuntimeException | Error broken) {
                answer.completeExceptionally(broken);
                return false;
            }
        }

        @Override
        boolean isStale(SessionMark mark) {
            return mark.version() > seen;
        }
    }

    private static final class EventWaiter extends Waiter<EventPage> {
        private final long after;

        EventWaiter(SessionId session, long after) {
            super(session);
            this.after = after;
        }

        @Override
        boolean isStale(SessionMark mark) {
            return mark.lastEvent() > after || mark.status().isFinal();
        }
    }
}
