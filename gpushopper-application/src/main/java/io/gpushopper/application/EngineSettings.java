package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * How the engine behaves where an operator may choose.
 *
 * @param hardLimit the longest life of a session, extensions included
 * @param createWait how long a create waits for the provider before it answers with a session that is still provisioning
 * @param deleteWait how long a delete waits for the proof that nothing is left before it answers that it is under way
 * @param inventoryRefresh how often each provider's offers are asked for
 * @param reconcileEvery how often each provider's instances are compared with the store
 * @param watchEvery how often the instances of live sessions are looked at in between
 * @param priceTolerance by what share a provider may charge more than was agreed before the instance is given back
 */
public record EngineSettings(
        Duration hardLimit,
        Duration createWait,
        Duration deleteWait,
        Duration inventoryRefresh,
        Duration reconcileEvery,
        Duration watchEvery,
        BigDecimal priceTolerance) {
    /** What the HTTP API promises, and docs/CONFIGURATION.md shows. */
    public static final EngineSettings DEFAULT = new EngineSettings(
            Duration.ofHours(12),
            Duration.ofSeconds(60),
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            Duration.ofMinutes(5),
            Duration.ofSeconds(10),
            new BigDecimal("0.05"));

    public EngineSettings {
        requireNonNull(hardLimit, "hardLimit");
        requireNonNull(createWait, "createWait");
        requireNonNull(deleteWait, "deleteWait");
        requireNonNull(inventoryRefresh, "inventoryRefresh");
        requireNonNull(reconcileEvery, "reconcileEvery");
        requireNonNull(watchEvery, "watchEvery");
        requireNonNull(priceTolerance, "priceTolerance");
    }
}
