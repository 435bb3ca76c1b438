package io.gpushopper.server.admin;

import io.gpushopper.application.GpuShopper;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.ports.Deployment;
import java.util.ArrayList;
import java.util.List;

/** {@code POST /tasks/claim?deployment=<id>}: the store is the one and only of that deployment. Thread-safe. */
final class ClaimTask extends OperatorTask {
    private static final long serialVersionUID = 1L;

    private final transient GpuShopper shopper;

    ClaimTask(GpuShopper shopper) {
        super("claim", "deployment");
        this.shopper = shopper;
    }

    @Override
    List<String> run(TaskParameters parameters) {
        Deployment claimed = shopper.claim(parameters.require("deployment", DeploymentId::new));
        List<String> lines = new ArrayList<>();
        lines.add("this store is deployment " + claimed.id() + "; tags of "
                + String.join(
                        ", ",
                        claimed.everUsed().stream().map(DeploymentId::value).toList()) + " are ours");
        String refusal = claimed.refusal();
        lines.add(refusal == null ? "sessions can be created" : "nothing can be created still: " + refusal);
        return lines;
    }
}
