package io.gpushopper.server.admin;

import io.gpushopper.application.GpuShopper;
import io.gpushopper.application.PassReport;
import java.util.ArrayList;
import java.util.List;

/** {@code POST /tasks/reconcile}: a pass now over every provider; with {@code dry_run=true} only what it would find. Thread-safe. */
final class ReconcileTask extends OperatorTask {
    private static final long serialVersionUID = 1L;

    private final transient GpuShopper shopper;

    ReconcileTask(GpuShopper shopper) {
        super("reconcile", "dry_run");
        this.shopper = shopper;
    }

    @Override
    List<String> run(TaskParameters parameters) {
        boolean dry = parameters.isTrue("dry_run");
        List<PassReport> reports = dry ? shopper.planReconciliation() : shopper.reconcile();
        List<String> lines = new ArrayList<>();
        reports.forEach(report -> tell(report, lines));
        return lines.isEmpty() ? List.of("no provider is configured") : lines;
    }

    private static void tell(PassReport report, List<String> lines) {
        if (report.trouble() != null) {
            lines.add(report.provider() + "  nothing compared: " + report.trouble());
            return;
        }
        lines.add(report.provider() + "  " + report.findings().size() + " differences");
        for (PassReport.Carried carried : report.findings()) {
            lines.add(report.provider() + "  " + carried.finding().match(FindingLine.INSTANCE) + ": " + word(carried));
        }
    }

    private static String word(PassReport.Carried carried) {
        return switch (carried.deed()) {
            case PLANNED -> "nothing done";
            case TOLD -> "its session was told";
            case LEFT_ALONE -> "left alone";
            case FAILED -> "could not be carried to its session, and is tried again";
        };
    }
}
