package io.gpushopper.adapters.http;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ErrorKind;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps us from asking a provider that has failed five times in a row, for 30 s; then one call tries (docs/PROVIDERS.md).
 * Only being unreachable, failing and limiting the rate count: everything else is an answer. Thread-safe.
 */
final class Breaker {
    private static final int FAILURES = 5;
    static final Duration OPEN_FOR = Duration.ofSeconds(30);

    private final CircuitBreaker breaker;

    Breaker(ProviderId provider, InstantSource clock) {
        this.breaker = CircuitBreaker.of(
                provider.value(),
                CircuitBreakerConfig.custom()
                        .slidingWindow(FAILURES, FAILURES, SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(100)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .waitDurationInOpenState(OPEN_FOR)
                        .clock(clock.withZone(ZoneOffset.UTC))
                        .build());
    }

    /** Whether a call may be sent; whoever was let through tells what came of it, or that he didn't send. */
    boolean letsThrough() {
        return breaker.tryAcquirePermission();
    }

    void tell(@Nullable ErrorKind outcome) {
        if (outcome == ErrorKind.RATE_LIMITED || outcome == ErrorKind.UNAVAILABLE) {
            breaker.onError(0, TimeUnit.NANOSECONDS, new IllegalStateException(outcome.name()));
        } else {
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        }
    }

    /** For a call that was let through and broken off by ourselves. */
    void forget() {
        breaker.releasePermission();
    }
}
