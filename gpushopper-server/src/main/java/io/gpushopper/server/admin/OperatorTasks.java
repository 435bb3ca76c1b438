package io.gpushopper.server.admin;

import io.dropwizard.core.setup.AdminEnvironment;
import io.gpushopper.application.GpuShopper;
import java.util.List;

/** Puts what an operator may ask for on the admin port. */
public final class OperatorTasks {
    private OperatorTasks() {}

    /** Adds them to what Dropwizard has there. */
    public static void serve(AdminEnvironment admin, GpuShopper shopper) {
        for (OperatorTask task : List.of(new ClaimTask(shopper), new AuditTask(shopper), new ReconcileTask(shopper))) {
            admin.addServlet(task.path(), task).addMapping(task.path());
        }
    }
}
