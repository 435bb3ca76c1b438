package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.DeploymentId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose instances the store's are.
 *
 * @param id the id that new tags carry
 * @param everUsed every id that this store ever had, the oldest first; all of them are ours
 * @param refusal why nothing may be created for now, for people; null when creates are allowed
 */
public record Deployment(
        DeploymentId id,
        List<DeploymentId> everUsed,
        @Nullable String refusal) {
    public Deployment {
        requireNonNull(id, "id");
        everUsed = List.copyOf(everUsed);
    }

    /** Whether the store is known to be the one and only of this deployment. */
    public boolean mayCreate() {
        return refusal == null;
    }

    /** A deployment that has had one id only, and may create. */
    public static Deployment of(DeploymentId id) {
        return new Deployment(id, List.of(id), null);
    }
}
