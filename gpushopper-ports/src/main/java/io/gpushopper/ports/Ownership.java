package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.deployment.ClaimRefusedException;
import io.gpushopper.domain.session.DeploymentId;

/**
 * Whose the store's instances are, and an operator's word on it where the store, the file beside it and the configuration
 * disagree. Thread-safe.
 */
public interface Ownership {
    /** What is known now. It asks nobody, and changes with a claim only. */
    Deployment deployment();

    /**
     * Takes the store for the one and only of that deployment; on the disk when it returns. Claimed already, nothing changes.
     *
     * @throws ClaimRefusedException when nothing here speaks for that deployment
     * @throws StoreException when it could not be written down; it is tried again by claiming again
     */
    Deployment claim(DeploymentId id);

    /** One about which there is nothing to say. */
    static Ownership of(Deployment deployment) {
        return new UndisputedOwnership(requireNonNull(deployment, "deployment"));
    }
}
