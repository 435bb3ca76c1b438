package io.gpushopper.server.config;

import io.dropwizard.util.Duration;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;

/**
 * How sessions are looked after.
 *
 * @param observe whether it only reads, and neither buys nor ends anything
 * @param hardLimit the longest life of a session, extensions included
 * @param createWait how long a create waits for its provider
 * @param deleteWait how long a delete waits for the proof that nothing is left
 * @param reconcileEvery how often each provider's instances are compared with the store
 * @param watchEvery how often the instances of live sessions are looked at in between
 * @param priceTolerance by what share a provider may charge more than was agreed, from 0 to 1
 * @param maxLiveInstances how many instances may live at once, those that are being bought included
 * @param maxHourlySpend what they may cost together an hour, in US dollars
 */
public record EngineConfig(
        @NotNull Boolean observe,
        @NotNull Duration hardLimit,
        @NotNull Duration createWait,
        @NotNull Duration deleteWait,
        @NotNull Duration reconcileEvery,
        @NotNull Duration watchEvery,
        @NotNull @DecimalMin("0") @DecimalMax("1") BigDecimal priceTolerance,
        @NotNull @Min(1) Integer maxLiveInstances,
        @NotNull @DecimalMin("0") BigDecimal maxHourlySpend) {}
