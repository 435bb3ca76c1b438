package io.gpushopper.adapters.http;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * One account at one provider, over HTTP. Every call waits for its turn, goes through the breaker unless it is past it, is timed
 * and counted. Thread-safe; a call blocks until its answer or its time-out.
 */
public final class ApiClient {
    private final ProviderId provider;
    private final Transport transport;
    private final AnswerReader reader;
    private final InstantSource clock;
    private final Metrics metrics;
    private final BiConsumer<Instant, Instant> dates;
    private final Breaker breaker;
    private final Resending resending;

    /**
     * @param key sent as a bearer token
     * @param userAgent who we say we are
     * @param reader what the provider's answers mean
     */
    public ApiClient(ProviderId provider, ApiKey key, String userAgent, AnswerReader reader, AdapterRuntime runtime) {
        this.provider = requireNonNull(provider, "provider");
        this.reader = requireNonNull(reader, "reader");
        this.clock = runtime.clock();
        this.metrics = runtime.metrics();
        this.dates = runtime.dates();
        this.transport =
                new Transport(requireNonNull(key, "key"), requireNonNull(userAgent, "userAgent"), runtime.clock());
        this.breaker = new Breaker(provider, runtime.clock());
        this.resending = new Resending(runtime.sleeper(), runtime.random());
    }

    /**
     * Sends the call when its turn has come, again where its limits allow and the failure may pass.
     *
     * @return an answer in which the reader finds no failure
     * @throws ProviderException for everything else, also when the thread is interrupted, whose flag is then set again
     */
    public ApiAnswer call(ApiCall call) {
        awaitTurn(call);
        return callInTurn(call);
    }

    /**
     * Waits until the turn of such a call has come, and takes it.
     *
     * @throws ProviderException when it does not come within the call's patience, or the thread is interrupted, whose flag is then set
     *     again; no turn was taken
     */
    public void awaitTurn(ApiCall call) {
        try {
            takeTurn(call);
        } catch (InterruptedException interrupted) {
            throw interrupted(call);
        }
    }

    /** Like {@link #call}, by a caller who has taken his turn; each repetition waits for another. */
    public ApiAnswer callInTurn(ApiCall call) {
        AtomicBoolean first = new AtomicBoolean(true);
        try {
            return resending.call(call.limits().attempts(), () -> {
                if (!first.getAndSet(false)) {
                    takeTurn(call);
                }
                return sent(call);
            });
        } catch (InterruptedException interrupted) {
            throw interrupted(call);
        }
    }

    /**
     * Sends the call once, now, by a caller who has taken his turn, and not at all after {@code sendBy}. For what must never be
     * repeated.
     */
    public ApiExchange sendOnce(ApiCall call, Instant sendBy) {
        try {
            return send(call, sendBy);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new ApiExchange.Lost(new ApiFailure(ErrorKind.UNAVAILABLE, call.shown() + ": interrupted", null));
        }
    }

    private ApiAnswer sent(ApiCall call) throws InterruptedException {
        return send(call, Instant.MAX)
                .match(this::goodAnswer, notSent -> thrown(notSent.failure()), lost -> thrown(lost.failure()));
    }

    private void takeTurn(ApiCall call) throws InterruptedException {
        if (!call.pacer().take(call.priority(), call.limits().patience())) {
            throw new ProviderException(
                    provider,
                    ErrorKind.RATE_LIMITED,
                    call.shown() + ": not sent, too many calls wait for their turn",
                    call.pacer().estimate(call.priority()),
                    null);
        }
    }

    private ApiExchange send(ApiCall call, Instant sendBy) throws InterruptedException {
        if (call.limits().heedsBreaker() && !breaker.letsThrough()) {
            return new ApiExchange.NotSent(new ApiFailure(
                    ErrorKind.UNAVAILABLE,
                    call.shown() + ": not sent, the provider has failed too often",
                    Breaker.OPEN_FOR));
        }
        Instant begun = clock.instant();
        ApiExchange exchange = exchange(call, sendBy);
        ApiFailure failure = exchange.failure();
        ErrorKind error = failure == null ? null : failure.kind();
        if (call.limits().heedsBreaker()) {
            breaker.tell(error);
        }
        if (failure != null && failure.kind() == ErrorKind.RATE_LIMITED) {
            call.pacer().hold(requireNonNullElse(failure.retryAfter(), Duration.ZERO));
        }
        metrics.providerCalled(provider, call.operation(), Duration.between(begun, clock.instant()), error);
        return exchange;
    }

    private ApiExchange exchange(ApiCall call, Instant sendBy) throws InterruptedException {
        boolean done = false;
        try {
            Instant asked = clock.instant();
            ApiExchange exchange = transport
                    .send(call, sendBy)
                    .match(answered -> read(call, answered.answer(), asked), notSent -> notSent, lost -> lost);
            done = true;
            return exchange;
        } finally {
            if (!done && call.limits().heedsBreaker()) {
                breaker.forget();
            }
        }
    }

    private ApiExchange read(ApiCall call, ApiAnswer answer, Instant asked) {
        if (answer.date() != null) {
            dates.accept(answer.date(), asked);
        }
        return new ApiExchange.Answered(answer, reader.failureIn(call, answer).orElse(null));
    }

    private ProviderException interrupted(ApiCall call) {
        Thread.currentThread().interrupt();
        return new ProviderException(provider, ErrorKind.UNAVAILABLE, call.shown() + ": interrupted");
    }

    private ApiAnswer goodAnswer(ApiExchange.Answered answered) {
        ApiFailure failure = answered.failure();
        return failure == null ? answered.answer() : thrown(failure);
    }

    private ApiAnswer thrown(ApiFailure failure) {
        throw new ProviderException(provider, failure.kind(), failure.message(), failure.retryAfter(), null);
    }
}
