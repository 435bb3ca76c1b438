package io.gpushopper.server.admin;

import io.gpushopper.application.GpuShopper;
import io.gpushopper.domain.deployment.AccountAudit;
import io.gpushopper.domain.deployment.AuditedInstance;
import io.gpushopper.domain.deployment.Belonging;
import io.gpushopper.domain.session.SessionStatus;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code GET} or {@code POST /tasks/audit}: everything on every account, whose it is and what it costs. Thread-safe. */
final class AuditTask extends OperatorTask {
    private static final long serialVersionUID = 1L;

    private final transient GpuShopper shopper;

    AuditTask(GpuShopper shopper) {
        super("audit");
        this.shopper = shopper;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        doPost(request, response);
    }

    @Override
    List<String> run(TaskParameters parameters) {
        List<String> lines = new ArrayList<>();
        shopper.audit().forEach(audit -> tell(audit, lines));
        return lines.isEmpty() ? List.of("no provider is configured") : lines;
    }

    private static void tell(AccountAudit audit, List<String> lines) {
        audit.instances().forEach(one -> lines.add(line(audit, one)));
        for (Belonging belonging : Belonging.values()) {
            lines.add(String.join(
                    "  ",
                    audit.provider().value(),
                    "total",
                    word(belonging),
                    String.valueOf(audit.count(belonging)),
                    audit.rate(belonging).amount().toPlainString() + " USD/h"));
        }
        if (audit.missing() != null) {
            lines.add(audit.provider() + "  INCOMPLETE: " + audit.missing());
        }
    }

    private static String line(AccountAudit audit, AuditedInstance one) {
        String rate = one.rate()
                .map(known -> known.amount().toPlainString() + " USD/h")
                .orElse("untold");
        return String.join(
                "  ",
                audit.provider().value(),
                one.view().id().value(),
                word(one.belonging()),
                one.view().condition().name().toLowerCase(Locale.ROOT),
                rate,
                one.tag() == null ? "-" : one.tag().text(),
                session(one));
    }

    private static String session(AuditedInstance one) {
        if (one.tag() == null || one.belonging() != Belonging.OURS) {
            return "-";
        }
        SessionStatus status = one.session();
        return one.tag().session() + (status == null ? " stranger" : " " + status.word());
    }

    private static String word(Belonging belonging) {
        return switch (belonging) {
            case OURS -> "mine";
            case OTHER_DEPLOYMENT -> "other";
            case FOREIGN -> "foreign";
        };
    }
}
