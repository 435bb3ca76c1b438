package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * What a decision must know of the provider, and of what its operator chose.
 *
 * @param launchTimeout how long after it may last be sent a purchase may still be answered
 * @param visibilityLag how long an instance may bill before the provider shows it
 * @param keysAtLaunch whether the purchase installs the keys
 * @param computeFromCreation whether the machine is charged from its creation, and not only once it runs
 * @param priceTolerance by what share the provider may charge more than was agreed; 0.05 is five per cent
 * @param timedEnds whether ends by time may act now
 */
public record Policy(
        Duration launchTimeout,
        Duration visibilityLag,
        boolean keysAtLaunch,
        boolean computeFromCreation,
        BigDecimal priceTolerance,
        TimedEnds timedEnds) {
    public Policy {
        requireNonNull(launchTimeout, "launchTimeout");
        requireNonNull(visibilityLag, "visibilityLag");
        requireNonNull(priceTolerance, "priceTolerance");
        requireNonNull(timedEnds, "timedEnds");
    }
}
