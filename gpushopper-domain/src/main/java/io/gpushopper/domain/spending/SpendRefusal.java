package io.gpushopper.domain.spending;

import java.util.Locale;

/** What can stand in the way of spending more. */
public enum SpendRefusal {
    /** The number of instances of the deployment's fuse. */
    FUSE_INSTANCES,
    /** The cost an hour of the deployment's fuse. */
    FUSE_SPEND,
    /** A consumer's budget. */
    BUDGET;

    /** The word for it in metrics. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
