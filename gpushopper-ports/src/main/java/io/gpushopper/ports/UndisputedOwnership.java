package io.gpushopper.ports;

import io.gpushopper.domain.deployment.IdentityEvidence;
import io.gpushopper.domain.session.DeploymentId;

/** Of a store whose deployment is told from outside. */
record UndisputedOwnership(Deployment deployment) implements Ownership {
    @Override
    public Deployment claim(DeploymentId id) {
        new IdentityEvidence(deployment.id(), deployment.id(), deployment.id()).claimed(id);
        return deployment;
    }
}
