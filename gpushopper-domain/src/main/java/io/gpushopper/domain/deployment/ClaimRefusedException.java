package io.gpushopper.domain.deployment;

import io.gpushopper.domain.session.DeploymentId;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An operator claimed a deployment that nothing here speaks for; nothing was changed. */
public final class ClaimRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClaimRefusedException(DeploymentId id, @Nullable DeploymentId configured, Set<DeploymentId> claimable) {
        super(
                configured != null
                        ? "deployment " + id + " can't be claimed, for the configuration names " + configured
                                + ": claim that, or change deployment.id (DEPLOYMENT_ID) and start again"
                        : "deployment " + id
                                + " can't be claimed, for neither the store nor the file beside it names it"
                                + candidates(claimable));
    }

    private static String candidates(Set<DeploymentId> claimable) {
        return claimable.isEmpty()
                ? ""
                : ": claim " + claimable.stream().map(DeploymentId::value).collect(Collectors.joining(" or "));
    }
}
