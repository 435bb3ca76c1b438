package io.gpushopper.domain.spending;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SpentAtMost;

/**
 * What bills at the providers or may come to: every instance that is not proved gone, and every purchase that may still bring one.
 *
 * @param instances how many
 * @param rate what they cost together at most an hour
 */
public record DeploymentLoad(int instances, UsdPerHour rate) {
    public static final DeploymentLoad NONE = new DeploymentLoad(0, UsdPerHour.ZERO);

    public DeploymentLoad {
        requireNonNull(rate, "rate");
        if (instances < 0) {
            throw new IllegalArgumentException("instances must not be negative");
        }
    }

    /** What one session brings. */
    public static DeploymentLoad of(Session session) {
        int live = 0;
        UsdPerHour rate = UsdPerHour.ZERO;
        for (Instance instance : session.instances()) {
            if (!instance.isGone()) {
                live++;
                rate = rate.plus(SpentAtMost.rateOf(instance, session));
            }
        }
        for (LaunchAttempt attempt : session.attempts()) {
            if (attempt.isOpen() && !session.hasBrought(attempt)) {
                live++;
                rate = rate.plus(attempt.agreed().total());
            }
        }
        return new DeploymentLoad(live, rate);
    }

    public DeploymentLoad plus(DeploymentLoad other) {
        return new DeploymentLoad(instances + other.instances, rate.plus(other.rate));
    }
}
