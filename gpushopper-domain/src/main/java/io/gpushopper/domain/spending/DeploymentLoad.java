package io.gpushopper.domain.spending;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.domain.session.SpentAtMost;
import java.util.List;

/**
 * What bills at the providers or may come to: every instance that is not proved gone, and every purchase that may still bring one. A session
 * keeps its place while it looks for another offer, and what gives way to its next purchase counts together with that once.
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
        List<LaunchAttempt> attempts = session.attempts();
        DeploymentLoad stays = NONE;
        DeploymentLoad leaves = NONE;
        for (Instance instance : session.instances()) {
            DeploymentLoad one = new DeploymentLoad(1, SpentAtMost.rateOf(instance, session));
            if (instance.isLeaving()) {
                leaves = leaves.plus(one);
            } else if (!instance.isGone()) {
                stays = stays.plus(one);
            }
        }
        for (LaunchAttempt attempt : attempts) {
            if (attempt.isOpen() && !session.hasBrought(attempt)) {
                stays = stays.plus(of(attempt));
            }
        }
        boolean keepsPlace = stays.equals(NONE) && session.state() instanceof SessionState.Retrying;
        return (keepsPlace ? of(attempts.get(attempts.size() - 1)) : stays).orMore(leaves);
    }

    private static DeploymentLoad of(LaunchAttempt attempt) {
        return new DeploymentLoad(1, attempt.agreed().total());
    }

    /** As many as either has, at the higher rate. */
    private DeploymentLoad orMore(DeploymentLoad other) {
        return new DeploymentLoad(
                Math.max(instances, other.instances), rate.compareTo(other.rate) < 0 ? other.rate : rate);
    }

    public DeploymentLoad plus(DeploymentLoad other) {
        return new DeploymentLoad(instances + other.instances, rate.plus(other.rate));
    }
}
