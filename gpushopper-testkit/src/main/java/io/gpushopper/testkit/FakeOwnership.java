package io.gpushopper.testkit;

import io.gpushopper.domain.deployment.IdentityEvidence;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.ports.Deployment;
import io.gpushopper.ports.Ownership;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whose a store in memory is; what says so is told from outside. Thread-safe. */
public final class FakeOwnership implements Ownership {
    private DeploymentId id;
    private IdentityEvidence evidence;
    private List<DeploymentId> everUsed;

    private FakeOwnership(DeploymentId id, IdentityEvidence evidence, List<DeploymentId> everUsed) {
        this.id = id;
        this.evidence = evidence;
        this.everUsed = everUsed;
    }

    /** Of a store of that deployment, without the file that says so. */
    public static FakeOwnership ofACopy(DeploymentId stored) {
        return new FakeOwnership(stored, new IdentityEvidence(stored, null, null), List.of(stored));
    }

    /** Of a new store, beside the file of one that was lost. */
    public static FakeOwnership ofALoss(DeploymentId filed) {
        return new FakeOwnership(filed, new IdentityEvidence(null, filed, null), List.of());
    }

    @Override
    public synchronized Deployment deployment() {
        String dispute = evidence.standing().isCertain() ? null : "store and file disagree: " + evidence.standing();
        return new Deployment(id, everUsed, dispute, null);
    }

    @Override
    public synchronized Deployment claim(DeploymentId claimed) {
        Set<DeploymentId> ours = evidence.claimed(claimed);
        List<DeploymentId> all = new ArrayList<>(everUsed);
        ours.stream().filter(known -> !everUsed.contains(known)).forEach(all::add);
        everUsed = List.copyOf(all);
        id = claimed;
        evidence = new IdentityEvidence(claimed, claimed, evidence.configured());
        return deployment();
    }
}
