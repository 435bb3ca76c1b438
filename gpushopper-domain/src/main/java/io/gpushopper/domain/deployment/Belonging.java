package io.gpushopper.domain.deployment;

import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.Tag;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whose an instance on the account is, by its tag alone. */
public enum Belonging {
    /** It carries a tag with an id that our store has, or once had. */
    OURS,
    /** It carries the tag of another deployment, and is never touched. */
    OTHER_DEPLOYMENT,
    /** It carries no whole tag: somebody else made it, and it is never touched. */
    FOREIGN;

    /**
     * Tells by the tag.
     *
     * @param tag null when the instance carries none that is whole
     * @param ours every id that our store ever had
     */
    public static Belonging of(@Nullable Tag tag, Set<DeploymentId> ours) {
        if (tag == null) {
            return FOREIGN;
        }
        return ours.contains(tag.deployment()) ? OURS : OTHER_DEPLOYMENT;
    }
}
