package io.gpushopper.domain.spending;

import static java.util.Objects.requireNonNull;

/** A purchase would take the deployment beyond its {@link Fuse}: it is not made, and nothing of it is written down. */
public final class FuseException extends RuntimeException {
    private final SpendRefusal limit;

    FuseException(SpendRefusal limit, String message) {
        super("the deployment's fuse: " + message);
        this.limit = requireNonNull(limit, "limit");
    }

    /** Which of its two limits. */
    public SpendRefusal limit() {
        return limit;
    }
}
