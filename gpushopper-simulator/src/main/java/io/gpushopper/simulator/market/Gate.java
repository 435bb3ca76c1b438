package io.gpushopper.simulator.market;

import static java.util.Objects.requireNonNull;

import io.gpushopper.simulator.http.HttpAnswer;
import io.gpushopper.simulator.http.HttpCall;
import io.gpushopper.simulator.market.Endpoint.Effect;
import java.time.Duration;
import java.util.Optional;

/**
 * The way of every call into a provider: credentials, then the rate limit, then a fault that is set, then the effect.
 * Delays are waited out without the world's lock. Thread-safe.
 */
public final class Gate {

    private final World world;
    private final ProviderName provider;
    private final Keeper keeper;
    private final Pause pause;

    /**
     * A gate of one provider.
     *
     * @param world the world behind it
     * @param provider whose gate
     * @param keeper how that provider turns calls away
     * @param pause waits, real time
     */
    public Gate(World world, ProviderName provider, Keeper keeper, Pause pause) {
        this.world = requireNonNull(world, "world");
        this.provider = requireNonNull(provider, "provider");
        this.keeper = requireNonNull(keeper, "keeper");
        this.pause = requireNonNull(pause, "pause");
    }

    /**
     * Answers a call.
     *
     * @param call the call
     * @param endpoint the endpoint it is for
     * @return what the provider does with it
     */
    public HttpAnswer pass(HttpCall call, Endpoint endpoint) {
        Optional<HttpAnswer> refusal = world.exclusively(() -> refusal(call, endpoint));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Optional<Fault> fault = world.exclusively(() -> world.faults().take(provider, endpoint.operation()));
        return fault.isPresent() ? fail(fault.get(), call, endpoint) : answer(call, endpoint, Effect.TAKEN);
    }

    private Optional<HttpAnswer> refusal(HttpCall call, Endpoint endpoint) {
        Optional<HttpAnswer> stranger = keeper.refuse(call, endpoint);
        if (stranger.isPresent()) {
            return stranger;
        }
        boolean admitted = world.rateLimits()
                .admits(
                        provider.word() + " " + keeper.caller(call, endpoint),
                        endpoint.limit(),
                        world.settings().rateLimitScale(),
                        world.clock().now());
        return admitted ? Optional.empty() : Optional.of(keeper.tooFrequent(endpoint));
    }

    private HttpAnswer fail(Fault fault, HttpCall call, Endpoint endpoint) {
        boolean afterEffect = fault.moment() == Fault.Moment.AFTER_EFFECT;
        switch (fault.kind()) {
            case STATUS -> {
                if (afterEffect) {
                    answer(call, endpoint, Effect.TAKEN);
                }
                return fault.answer();
            }
            case DELAY -> {
                if (afterEffect) {
                    HttpAnswer late = answer(call, endpoint, Effect.TAKEN);
                    return waited(fault.delay()) ? late : HttpAnswer.dropped();
                }
                return waited(fault.delay()) ? answer(call, endpoint, Effect.TAKEN) : HttpAnswer.dropped();
            }
            case DROP_BEFORE_EFFECT -> {
                return HttpAnswer.dropped();
            }
            case DROP_AFTER_EFFECT -> {
                answer(call, endpoint, Effect.TAKEN);
                return HttpAnswer.dropped();
            }
            case RATE_LIMIT -> {
                return world.exclusively(() -> keeper.tooFrequent(endpoint));
            }
            case LOST_EFFECT -> {
                return answer(call, endpoint, Effect.LOST);
            }
        }
        throw new AssertionError(fault.kind());
    }

    private HttpAnswer answer(HttpCall call, Endpoint endpoint, Effect effect) {
        return world.exclusively(() -> endpoint.handler().handle(call, effect));
    }

    private boolean waited(Duration delay) {
        try {
            pause.pause(delay);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits. */
    @FunctionalInterface
    public interface Pause {

        /**
         * Waits in real time.
         *
         * @param duration how long
         * @throws InterruptedException if the simulator stops meanwhile
         */
        void pause(Duration duration) throws InterruptedException;
    }

    /** How a provider turns calls away. Called with the world's lock held. */
    public interface Keeper {

        /**
         * Looks at a call's credentials.
         *
         * @param call any call
         * @param endpoint the endpoint it is for
         * @return the refusal; empty if they are good
         */
        Optional<HttpAnswer> refuse(HttpCall call, Endpoint endpoint);

        /**
         * Whose calls are counted together.
         *
         * @param call a call with good credentials
         * @param endpoint the endpoint it is for
         * @return any text that tells callers apart
         */
        String caller(HttpCall call, Endpoint endpoint);

        /**
         * Answers a call above the rate limit.
         *
         * @param endpoint the endpoint it is for
         * @return the refusal
         */
        HttpAnswer tooFrequent(Endpoint endpoint);
    }
}
