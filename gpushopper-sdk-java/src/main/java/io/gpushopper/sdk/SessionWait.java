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
import java.util.function.Predicate;

/**
 * Looks at a session until it is as wished. A server that is away, say for a restart, is waited for too: the loop is its
 * own retry, so each look is sent once. Thread-safe.
 */
final class SessionWait {
    private static final Duration PAUSE = Duration.ofMillis(500);

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

    SessionJson until(String path, String sessionId, Duration timeout, Predicate<SessionJson> asWished) {
        Instant deadline = clock.instant().plus(timeout);
        SessionStatus lastStatus = null;
        GpuShopperException lastFailure;
        while (true) {
            Duration left = Duration.between(clock.instant(), deadline);
            try {
                SessionJson seen = look(path, left);
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
            pause(sessionId, left);
        }
    }

    private SessionJson look(String path, Duration left) {
        Duration longest = left.compareTo(SHORTEST_LOOK) < 0 ? SHORTEST_LOOK : left;
        ApiCalls look = once.withTimeoutOfAtMost(longest);
        return look.read(look.requireSuccess(look.get(path, Query.NONE)), SessionJson.class);
    }

    private static boolean isPassing(ApiException refusal) {
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
