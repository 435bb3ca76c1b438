package io.gpushopper.sdk;

import io.gpushopper.sdk.wire.ErrorJson;
import io.gpushopper.sdk.wire.ErrorType;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A transport that tries again what may be tried again: see {@link RetryPolicy}. A create is repeatable only by its
 * idempotency key, without which a second one could buy a second machine. Thread-safe.
 */
final class RetryingTransport implements HttpTransport {
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final HttpTransport next;
    private final RetryPolicy policy;
    private final ErrorAnswers errors;
    private final Sleeper sleeper;
    private final RandomGenerator random;

    RetryingTransport(
            HttpTransport next, RetryPolicy policy, ErrorAnswers errors, Sleeper sleeper, RandomGenerator random) {
        this.next = next;
        this.policy = policy;
        this.errors = errors;
        this.sleeper = sleeper;
        this.random = random;
    }

    @Override
    public HttpAnswer send(HttpCall call) throws IOException, InterruptedException {
        int tries = isRepeatable(call) ? policy.maxTries() : 1;
        for (int attempt = 1; attempt < tries; attempt++) {
            try {
                HttpAnswer answer = next.send(call);
                Optional<Duration> wait = waitAfter(answer, attempt);
                if (wait.isEmpty()) {
                    return answer;
                }
                sleeper.sleep(wait.get());
            } catch (IOException e) {
                sleeper.sleep(backoff(attempt));
            }
        }
        return next.send(call);
    }

    /** Sent once: whoever reads a stream goes on by himself where it broke. */
    @Override
    public HttpStream open(HttpCall call) throws IOException, InterruptedException {
        return next.open(call);
    }

    private static boolean isRepeatable(HttpCall call) {
        return switch (call.method()) {
            case "GET", "DELETE" -> true;
            default -> call.headers().containsKey(IDEMPOTENCY_KEY);
        };
    }

    /** How long to wait before the call is sent again; empty if the answer is the final one. */
    private Optional<Duration> waitAfter(HttpAnswer answer, int attempt) {
        if (answer.status() < 400) {
            return Optional.empty();
        }
        ErrorJson body = errors.body(answer);
        if (!isPassing(answer.status(), body)) {
            return Optional.empty();
        }
        Optional<Duration> asked = errors.retryAfter(answer, body);
        if (asked.isEmpty()) {
            return Optional.of(backoff(attempt));
        }
        return asked.filter(wait -> wait.compareTo(policy.longestRetryAfter()) <= 0);
    }

    private static boolean isPassing(int status, ErrorJson body) {
        return switch (status) {
            case 502 -> !ErrorType.PROVIDER_AUTH_FAILED.equals(body.errorType());
            case 503 -> !ErrorType.STALE_INVENTORY.equals(body.errorType());
            case 504 -> true;
            // Our own first try, whose answer was lost, is still at work.
            case 409 -> ErrorType.IDEMPOTENCY_IN_PROGRESS.equals(body.errorType());
            default -> false;
        };
    }

    private Duration backoff(int attempt) {
        // 30 doublings are years; more would overflow.
        Duration doubled = policy.firstWait().multipliedBy(1L << Math.min(attempt - 1, 30));
        Duration wait = doubled.compareTo(policy.longestWait()) > 0 ? policy.longestWait() : doubled;
        long half = wait.toNanos() / 2;
        return Duration.ofNanos(half + (half == 0 ? 0 : random.nextLong(half + 1)));
    }
}
