package io.gpushopper.application;

import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Lets a request wait for what becomes of a session. A signal of this process comes at once; what another replica wrote is seen
 * within a second, for the store is the truth and the signal only a hint. Thread-safe.
 */
final class SessionSignals {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Map<SessionId, List<CountDownLatch>> waiters = new ConcurrentHashMap<>();
    private final InstantSource clock;

    SessionSignals(InstantSource clock) {
        this.clock = clock;
    }

    /** The session was written. */
    void changed(SessionId id) {
        waiters.getOrDefault(id, List.of()).forEach(CountDownLatch::countDown);
    }

    /**
     * Waits until the session is as wanted, or the time is over.
     *
     * @param read reads the session from the store
     * @return the session as it was read last
     */
    Session await(SessionId id, Supplier<Session> read, Predicate<Session> wanted, Duration atMost)
            throws InterruptedException {
        Instant deadline = clock.instant().plus(atMost);
        while (true) {
            CountDownLatch latch = join(id);
            try {
                Session session = read.get();
                Duration left = Duration.between(clock.instant(), deadline);
                if (wanted.test(session) || left.isNegative() || left.isZero()) {
                    return session;
                }
                Duration pause = left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN;
                latch.await(pause.toNanos(), TimeUnit.NANOSECONDS);
            } finally {
                leave(id, latch);
            }
        }
    }

    private CountDownLatch join(SessionId id) {
        CountDownLatch latch = new CountDownLatch(1);
        waiters.compute(id, (key, latches) -> {
            List<CountDownLatch> joined = latches == null ? new CopyOnWriteArrayList<>() : latches;
            joined.add(latch);
            return joined;
        });
        return latch;
    }

    private void leave(SessionId id, CountDownLatch latch) {
        waiters.computeIfPresent(id, (key, latches) -> {
            latches.remove(latch);
            return latches.isEmpty() ? null : latches;
        });
    }
}
