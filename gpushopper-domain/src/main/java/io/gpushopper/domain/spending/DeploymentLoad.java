package io.gpushopper.domain.spending;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

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
        return of(Charge.of(session));
    }

    /** What sessions bring, by all of their charges. */
    public static DeploymentLoad of(Collection<Charge> charges) {
        Map<SessionId, Map<Charge.Kind, DeploymentLoad>> sessions = new HashMap<>();
        for (Charge charge : charges) {
            sessions.computeIfAbsent(charge.session(), id -> new EnumMap<>(Charge.Kind.class))
                    .merge(charge.kind(), new DeploymentLoad(1, charge.rate()), DeploymentLoad::plus);
        }
        return sessions.values().stream().map(DeploymentLoad::place).reduce(NONE, DeploymentLoad::plus);
    }

    private static DeploymentLoad place(Map<Charge.Kind, DeploymentLoad> one) {
        DeploymentLoad awaits = one.getOrDefault(Charge.Kind.AWAITS, NONE);
        return one.getOrDefault(Charge.Kind.STAYS, awaits).orMore(one.getOrDefault(Charge.Kind.LEAVES, NONE));
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
