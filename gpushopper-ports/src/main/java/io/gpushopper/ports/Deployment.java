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
 * @param dispute why the store may not be the one and only of its deployment, for people; null when that is certain. While there is one,
 *     nothing is created, and nothing is ended but what the store knows itself
 * @param lack what else a purchase would need and is missing, for people; null when nothing is
 */
public record Deployment(
        DeploymentId id,
        List<DeploymentId> everUsed,
        @Nullable String dispute,
        @Nullable String lack) {
    public Deployment {
        requireNonNull(id, "id");
        everUsed = List.copyOf(everUsed);
    }

    /** Why nothing may be created for now, for people; null when creates are allowed. */
    public @Nullable String refusal() {
        return dispute != null ? dispute : lack;
    }

    /** Whether anything may be created. */
    public boolean mayCreate() {
        return refusal() == null;
    }

    /** A deployment that has had one id only, and may create. */
    public static Deployment of(DeploymentId id) {
        return new Deployment(id, List.of(id), null, null);
    }
}
