package io.gpushopper.server.admin;

import io.gpushopper.application.GpuShopper;
import io.gpushopper.application.NotFoundException;
import io.gpushopper.application.PassReport;
import io.gpushopper.domain.deployment.Volume;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.Stranger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code POST /tasks/reconcile}: a pass now over every provider; with {@code dry_run=true} only what it would find. With
 * {@code believe_absence=<provider>} what the breaker holds there is believed to be gone first, and with
 * {@code believe_account=<provider>} the configured credential to be of the account that the sessions there name. With
 * {@code keep_stranger=<provider>/<id>} a stranger is kept until its hard limit, and with {@code destroy_stranger=<provider>/<id>} the
 * pass destroys it. Thread-safe.
 */
final class ReconcileTask extends OperatorTask {
    private static final long serialVersionUID = 1L;

    private static final String DRY_RUN = "dry_run";
    private static final String BELIEVE_ABSENCE = "believe_absence";
    private static final String BELIEVE_ACCOUNT = "believe_account";
    private static final String KEEP_STRANGER = "keep_stranger";
    private static final String DESTROY_STRANGER = "destroy_stranger";

    /** What an operator says, and the store keeps. */
    private static final List<String> WORDS =
            List.of(BELIEVE_ABSENCE, BELIEVE_ACCOUNT, KEEP_STRANGER, DESTROY_STRANGER);

    private final transient GpuShopper shopper;

    ReconcileTask(GpuShopper shopper) {
        super("reconcile", DRY_RUN, BELIEVE_ABSENCE, BELIEVE_ACCOUNT, KEEP_STRANGER, DESTROY_STRANGER);
        this.shopper = shopper;
    }

    @Override
    List<String> run(TaskParameters parameters) {
        boolean dry = parameters.isTrue(DRY_RUN);
        List<String> lines = new ArrayList<>();
        if (dry || shopper.isObserving()) {
            refuseWords(parameters);
        }
        believe(parameters, lines);
        decide(parameters, KEEP_STRANGER, Stranger.Word.ADOPT, " is kept until its hard limit", lines);
        decide(parameters, DESTROY_STRANGER, Stranger.Word.DESTROY, " is to be destroyed", lines);
        List<PassReport> reports = dry ? shopper.planReconciliation() : shopper.reconcile();
        reports.forEach(report -> tell(report, lines));
        return lines.isEmpty() ? List.of("no provider is configured") : lines;
    }

    private static void refuseWords(TaskParameters parameters) {
        if (WORDS.stream().anyMatch(word -> parameters.find(word).isPresent())) {
            throw new BadTaskException(
                    "what an operator says is written down: not in a dry run, and not by a server that only observes");
        }
    }

    private void decide(
            TaskParameters parameters, String name, Stranger.Word word, String becomes, List<String> lines) {
        if (parameters.find(name).isEmpty()) {
            return;
        }
        InstanceId stranger = parameters.require(name, ReconcileTask::instance);
        try {
            shopper.tellOfStranger(stranger, word);
        } catch (NotFoundException unknown) {
            throw new BadTaskException(name + ": no stranger " + stranger + " is known");
        }
        lines.add(stranger.provider() + "  stranger " + stranger + becomes);
    }

    private static InstanceId instance(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("an instance is <provider>/<id>");
        }
        return new InstanceId(new ProviderId(text.substring(0, slash)), text.substring(slash + 1));
    }

    private void believe(TaskParameters parameters, List<String> lines) {
        Optional<ProviderId> gone = provider(parameters, BELIEVE_ABSENCE);
        Optional<ProviderId> same = provider(parameters, BELIEVE_ACCOUNT);
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
        compared(report, lines);
        for (Volume volume : report.volumes()) {
            lines.add(report.provider() + "  volume " + volume.id() + " on machine " + volume.machine()
                    + ", which we rented: left alone, and bills until you delete it");
        }
    }

    private static void compared(PassReport report, List<String> lines) {
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
            case WATCHED -> "destroyed at " + carried.endsAt() + " unless an operator says otherwise";
            case FAILED -> "could not be carried to its session, and is tried again";
        };
    }
}
