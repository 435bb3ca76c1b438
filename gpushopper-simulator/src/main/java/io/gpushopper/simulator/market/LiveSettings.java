package io.gpushopper.simulator.market;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * Settings that can change while the simulator runs.
 *
 * @param profile how long things take
 * @param boot boot time of a machine, market time, above zero
 * @param rateLimitScale multiplies the providers' rate-limit times; 0 turns the limits off
 * @param searchCap most offers in one Vast.ai search; 0 lifts the cap
 * @param timeFactor market seconds per real second, above 0
 * @param drift how the market changes by itself
 * @param creditUsd prepaid money of either account when the market was reset
 */
public record LiveSettings(
        TimingProfile profile,
        Duration boot,
        BigDecimal rateLimitScale,
        int searchCap,
        BigDecimal timeFactor,
        Drift drift,
        BigDecimal creditUsd) {

    /** Checks the ranges. */
    public LiveSettings {
        requireNonNull(profile, "profile");
        requireNonNull(drift, "drift");
        requireNonNull(creditUsd, "creditUsd");
        if (boot.isNegative() || boot.isZero()) {
            throw new IllegalArgumentException("boot_seconds must be above 0");
        }
        if (rateLimitScale.signum() < 0) {
            throw new IllegalArgumentException("rate_limit_scale must be 0 or more");
        }
        if (searchCap < 0) {
            throw new IllegalArgumentException("search_cap must be 0 or more");
        }
        if (timeFactor.signum() <= 0) {
            throw new IllegalArgumentException("time_factor must be above 0");
        }
    }
}
