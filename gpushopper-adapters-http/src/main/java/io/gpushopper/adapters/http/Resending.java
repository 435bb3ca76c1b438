package io.gpushopper.adapters.http;

import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.ports.Sleeper;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Repeats what may be repeated when the provider could not be reached, failed, or limits the rate. Resilience4j decides whether
 * and when; the waiting is done by our own sleeper. Thread-safe.
 */
final class Resending {
    // docs/PROVIDERS.md, What all adapters do: 0.5 s, doubled each time, and jitter.
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final double JITTER = 0.3;
    // A longer one is the caller's to wait: he may have something else to do.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

    private final Sleeper sleeper;
    private final RandomGenerator random;

    Resending(Sleeper sleeper, RandomGenerator random) {
        this.sleeper = sleeper;
        this.random = random;
    }

    <T> T call(int attempts, Sending<T> sending) throws InterruptedException {
        Retry.AsyncContext<T> context = Retry.of("call", config(attempts)).asyncContext();
        while (true) {
            try {
                T result = sending.send();
                context.onComplete();
                return result;
            } catch (ProviderException failed) {
                long wait = context.onError(failed);
                if (wait < 0) {
                    throw failed;
                }
                sleeper.sleep(Duration.ofMillis(wait));
            }
        }
    }

    private RetryConfig config(int attempts) {
        return RetryConfig.custom()
                .maxAttempts(attempts)
                .retryOnException(Resending::mayPass)
                .intervalBiFunction(this::waitBefore)
                .build();
    }

    private static boolean mayPass(Throwable thrown) {
        return thrown instanceof ProviderException failed
                && (failed.kind() == ErrorKind.UNAVAILABLE || failed.kind() == ErrorKind.RATE_LIMITED)
                && failed.retryAfter().orElse(Duration.ZERO).compareTo(LONGEST_WAIT) <= 0;
    }

    private long waitBefore(int attempt, Either<Throwable, Object> outcome) {
        long doubling = FIRST_WAIT.toMillis() << (attempt - 1);
        long asked = outcome.isLeft() && outcome.getLeft() instanceof ProviderException failed
                ? failed.retryAfter().map(Duration::toMillis).orElse(0L)
                : 0;
        return (long) (Math.max(doubling, asked) * (1 + JITTER * random.nextDouble()));
    }

    /** One attempt. */
    @FunctionalInterface
    interface Sending<T> {
        T send() throws InterruptedException;
    }
}
