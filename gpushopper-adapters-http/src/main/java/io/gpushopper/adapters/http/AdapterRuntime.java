package io.gpushopper.adapters.http;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.PaceSlots;
import io.gpushopper.ports.Sleeper;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/**
 * What an adapter needs from the process it runs in. All parts are thread-safe.
 *
 * @param clock what the time is
 * @param sleeper how it waits
 * @param random spreads retries
 * @param metrics counts and times its calls
 * @param slots the pace of the account, where other processes use it too
 * @param dates is told the {@code Date} of each answer, and when it was asked for
 */
public record AdapterRuntime(
        InstantSource clock,
        Sleeper sleeper,
        RandomGenerator random,
        Metrics metrics,
        PaceSlots slots,
        BiConsumer<Instant, Instant> dates) {
    public AdapterRuntime {
        requireNonNull(clock, "clock");
        requireNonNull(sleeper, "sleeper");
        requireNonNull(random, "random");
        requireNonNull(metrics, "metrics");
        requireNonNull(slots, "slots");
        requireNonNull(dates, "dates");
    }

    /** For a process that has its accounts for itself, and whose clock nobody doubts. */
    public AdapterRuntime(InstantSource clock, Sleeper sleeper, RandomGenerator random, Metrics metrics) {
        this(clock, sleeper, random, metrics, PaceSlots.OWN, (date, askedAt) -> {});
    }

    /** With other processes that use the same accounts. */
    public AdapterRuntime sharing(PaceSlots shared) {
        return new AdapterRuntime(clock, sleeper, random, metrics, shared, dates);
    }

    /** With somebody who wants to know what time the providers say it is. */
    public AdapterRuntime telling(BiConsumer<Instant, Instant> listener) {
        return new AdapterRuntime(clock, sleeper, random, metrics, slots, listener);
    }

    /**
     * Where the calls of an account wait for their turn.
     *
     * @param key whose account it is: the limit is the account's, whatever process calls
     * @param endpoint what the limit is for
     */
    public Pacer pacer(PaceRule rule, ProviderId provider, ApiKey key, String endpoint) {
        return new Pacer(rule, clock, sleeper, slots, provider + ":" + key.fingerprint() + ":" + endpoint);
    }
}
