package io.gpushopper.sdk;

import io.gpushopper.sdk.errors.ApiException;
import io.gpushopper.sdk.errors.AwaitTimeoutException;
import io.gpushopper.sdk.errors.CallInterruptedException;
import io.gpushopper.sdk.errors.GpuShopperException;
import io.gpushopper.sdk.errors.TransportException;
import io.gpushopper.sdk.wire.SessionJson;
import io.gpushopper.sdk.wire.SessionStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;

/**
 * Looks at a session until it is as wished, with looks that the server answers as soon as there is news. A server that is away, say for a restart, is waited for too: the loop is its
 * own retry, so each look is sent once. Thread-safe.
 */
final class SessionWait {
    /** Between looks that are answered at once, by a server that is away or does not wait for clients. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** Half of what the server waits at most, and of what proxies commonly bear. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(30);

    /** So that the answer at the end of a look still gets here within its time. */
    private static final Duration WAY_BACK = Duration.ofSeconds(1);

    /** So that the look at the very end still has a chance of an answer. */
    private static final Duration SHORTEST_LOOK = Duration.ofSeconds(1);

    private final ApiCalls once;
    private final Sleeper sleeper;
    private final InstantSource clock;

    SessionWait(ApiCalls once, Sleeper sleeper, InstantSource clock) {
        this.once = once;
        this.sleeper = sleeper;
        this.clock = clock;
    }

    SessionWait withHeader(String name, String value) {
        return new SessionWait(once.withHeader(name, value), sleeper, clock);
    }

    /** What comes next to the session, as it happens. */
    SessionEvents events(String path, long after) {
        return new SessionEvents(once, path, after, sleeper, clock);
    }

    /**
     * Looks until it is as wished, or the time is up.
     *
     * @param news the statuses at which the server is to answer a look at once; it does at the end of a session in any case
     */
    SessionJson until(
            String path,
            String sessionId,
            Duration timeout,
            List<SessionStatus> news,
            Predicate<SessionJson> asWished) {
        Instant deadline = clock.instant().plus(timeout);
        SessionStatus lastStatus = null;
        GpuShopperException lastFailure;
        while (true) {
            Instant began = clock.instant();
            Duration left = Duration.between(began, deadline);
            try {
                SessionJson seen = look(path, left, news);
                if (asWished.test(seen)) {
                    return seen;
                }
                lastStatus = seen.status();
                lastFailure = null;
            } catch (TransportException e) {
                lastFailure = e;
            } catch (ApiException e) {
                if (!isPassing(e)) {
                    throw e;
                }
                lastFailure = e;
            }
            left = Duration.between(clock.instant(), deadline);
            if (left.isNegative() || left.isZero()) {
                throw new AwaitTimeoutException(sessionId, timeout, lastStatus, lastFailure);
            }
            if (Duration.between(began, clock.instant()).compareTo(PAUSE) < 0) {
                pause(sessionId, left);
            }
        }
    }

    private SessionJson look(String path, Duration left, List<SessionStatus> news) {
        Duration longest = left.compareTo(SHORTEST_LOOK) < 0 ? SHORTEST_LOOK : left;
        ApiCalls look = once.withTimeoutOfAtMost(longest);
        return look.read(look.requireSuccess(look.get(path, question(look.timeout(), news))), SessionJson.class);
    }

    private static Query question(Duration longest, List<SessionStatus> news) {
        Duration wait = longest.minus(WAY_BACK);
        long seconds = Math.min(wait.toSeconds(), LONGEST_LOOK.toSeconds());
        if (seconds < 1) {
            return Query.NONE;
        }
        Query query = Query.NONE;
        for (SessionStatus status : news) {
            query = query.with("wait_for", status.word());
        }
        return query.with("timeout_seconds", seconds);
    }

    /** Whether a refusal is one of a server that is away for a while. */
    static boolean isPassing(ApiException refusal) {
        return switch (refusal.status()) {
            case 502, 503, 504 -> true;
            default -> false;
        };
    }

    private void pause(String sessionId, Duration left) {
        try {
            sleeper.sleep(left.compareTo(PAUSE) < 0 ? left : PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallInterruptedException("waiting for session " + sessionId, e);
        }
    }
}
