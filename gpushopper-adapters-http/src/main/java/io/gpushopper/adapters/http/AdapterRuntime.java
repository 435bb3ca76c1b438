package io.gpushopper.adapters.http;

import static java.util.Objects.requireNonNull;

import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.Sleeper;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What an adapter needs from the process it runs in. All parts are thread-safe.
 *
 * @param clock what the time is
 * @param sleeper how it waits
 * @param random spreads retries
 * @param metrics counts and times its calls
 */
public record AdapterRuntime(InstantSource clock, Sleeper sleeper, RandomGenerator random, Metrics metrics) {
    public AdapterRuntime {
        requireNonNull(clock, "clock");
        requireNonNull(sleeper, "sleeper");
        requireNonNull(random, "random");
        requireNonNull(metrics, "metrics");
    }
}
