package io.gpushopper.server.health;

import com.codahale.metrics.health.HealthCheck;

/** Whether the database answers and its work queue runs, for the admin port. Thread-safe. */
public final class StoreHealthCheck extends HealthCheck {
    private final Health health;

    public StoreHealthCheck(Health health) {
        this.health = health;
    }

    @Override
    protected Result check() {
        return health.isDatabaseUp()
                ? Result.healthy()
                : Result.unhealthy("the database does not answer, or its work queue is stuck");
    }
}
