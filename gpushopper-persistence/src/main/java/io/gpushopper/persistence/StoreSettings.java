package io.gpushopper.persistence;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.DeploymentId;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How a store is opened.
 *
 * @param deployment the configured deployment id; null to let an embedded store make one of its own
 * @param encryptionKey the configured key for secrets; null to let an embedded store keep one in a file of its own
 * @param workers threads for sessions that live, at least 1
 * @param endWorkers threads for sessions that end, at least 1
 * @param connections to the database at most, at least 2
 * @param clock what time it is
 * @param random makes ids, keys and nonces: unpredictable, thread-safe
 */
public record StoreSettings(
        @Nullable DeploymentId deployment,
        @Nullable EncryptionKey encryptionKey,
        int workers,
        int endWorkers,
        int connections,
        InstantSource clock,
        RandomGenerator random) {
    private static final int WORKERS = 24;
    private static final int END_WORKERS = 8;
    private static final int CONNECTIONS = 24;

    public StoreSettings {
        requireNonNull(clock, "clock");
        requireNonNull(random, "random");
        if (workers < 1 || endWorkers < 1) {
            throw new IllegalArgumentException("each lane of the work queue has at least one worker");
        }
        if (connections < 2) {
            throw new IllegalArgumentException("a store needs at least two connections");
        }
    }

    /** What suits a server: nothing configured, the system's clock and its secure random numbers. */
    public static StoreSettings defaults() {
        return new StoreSettings(
                null, null, WORKERS, END_WORKERS, CONNECTIONS, InstantSource.system(), new SecureRandom());
    }

    /** A name for this process that no other on the same database has; db-scheduler keeps 50 characters of it. */
    String processName() {
        return "gpushopper-" + ProcessHandle.current().pid() + "-" + Long.toHexString(random.nextLong());
    }

    public StoreSettings withDeployment(@Nullable DeploymentId id) {
        return new StoreSettings(id, encryptionKey, workers, endWorkers, connections, clock, random);
    }

    public StoreSettings withEncryptionKey(@Nullable EncryptionKey key) {
        return new StoreSettings(deployment, key, workers, endWorkers, connections, clock, random);
    }

    public StoreSettings withWorkers(int living, int ending) {
        return new StoreSettings(deployment, encryptionKey, living, ending, connections, clock, random);
    }

    public StoreSettings withClock(InstantSource source) {
        return new StoreSettings(deployment, encryptionKey, workers, endWorkers, connections, source, random);
    }

    public StoreSettings withRandom(RandomGenerator source) {
        return new StoreSettings(deployment, encryptionKey, workers, endWorkers, connections, clock, source);
    }
}
