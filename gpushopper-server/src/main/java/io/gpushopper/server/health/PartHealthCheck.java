package io.gpushopper.server.health;

import com.codahale.metrics.health.HealthCheck;
import java.util.function.BooleanSupplier;

/** One part of {@link Health}, for the admin port. Thread-safe. */
public final class PartHealthCheck extends HealthCheck {
    private final BooleanSupplier well;
    private final String trouble;

    /**
     * @param well whether the part is well
     * @param trouble what is said when it isn't
     */
    public PartHealthCheck(BooleanSupplier well, String trouble) {
        this.well = well;
        this.trouble = trouble;
    }

    @Override
    protected Result check() {
        return well.getAsBoolean() ? Result.healthy() : Result.unhealthy(trouble);
    }
}
