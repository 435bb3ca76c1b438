package io.gpushopper.server.admin;

import io.gpushopper.application.GpuShopper;
import io.gpushopper.application.PassReport;
import io.gpushopper.domain.offer.ProviderId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code POST /tasks/reconcile}: a pass now over every provider; with {@code dry_run=true} only what it would find. With
 * {@code believe_absence=<provider>} what the breaker holds there is believed to be gone first, and with
 * {@code believe_account=<provider>} the configured credential to be of the account that the sessions there name. Thread-safe.
 */
final class ReconcileTask extends OperatorTask {
    private static final long serialVersionUID = 1L;

    private static final String DRY_RUN = "dry_run";
    private static final String BELIEVE_ABSENCE = "believe_absence";
    private static final String BELIEVE_ACCOUNT = "believe_account";

    private final transient GpuShopper shopper;

    ReconcileTask(GpuShopper shopper) {
        super("reconcile", DRY_RUN, BELIEVE_ABSENCE, BELIEVE_ACCOUNT);
        this.shopper = shopper;
    }

    @Override
    List<String> run(TaskParameters parameters) {
        boolean dry = parameters.isTrue(DRY_RUN);
        List<String> lines = new ArrayList<>();
        believe(parameters, dry, lines);
        List<PassReport> reports = dry ? shopper.planReconciliation() : shopper.reconcile();
        reports.forEach(report -> tell(report, lines));
        return lines.isEmpty() ? List.of("no provider is configured") : lines;
    }

    private void believe(TaskParameters parameters, boolean dry, List<String> lines) {
        Optional<ProviderId> gone = provider(parameters, BELIEVE_ABSENCE);
        Optional<ProviderId> same = provider(parameters, BELIEVE_ACCOUNT);
        boolean believes = gone.isPresent() || same.isPresent();
        if (believes && (dry || shopper.isObserving())) {
            throw new BadTaskException(
                    "what is believed is written down: not in a dry run, and not by a server that only observes");
        }
        gone.ifPresent(provider -> lines.add(provider + "  " + shopper.believeAbsence(provider)
                + " instances that were held are believed to be gone"));
        same.ifPresent(provider -> lines.add(provider + "  the configured account is that of "
                + shopper.believeAccount(provider) + " sessions from now on"));
    }

    private Optional<ProviderId> provider(TaskParameters parameters, String name) {
        Optional<String> text = parameters.find(name);
        Optional<ProviderId> known = shopper.providers().keySet().stream()
                .filter(provider -> text.filter(provider.value()::equals).isPresent())
                .findFirst();
        if (text.isPresent() && known.isEmpty()) {
            throw new BadTaskException(name + " must be a configured provider");
        }
        return known;
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
