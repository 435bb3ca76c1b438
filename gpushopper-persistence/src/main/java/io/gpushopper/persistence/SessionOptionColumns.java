package io.gpushopper.persistence;

import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.TemplateId;
import io.gpushopper.domain.session.Labels;
import io.gpushopper.domain.session.LaunchMode;
import io.gpushopper.domain.session.ModelServer;
import io.gpushopper.domain.session.RetryScope;
import io.gpushopper.domain.session.RetryTerms;
import io.gpushopper.domain.session.ServedModel;
import io.gpushopper.domain.session.SessionOptions;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.domain.session.SpendLimits;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The columns of a session's row that hold what its consumer asked for beside the usual. */
final class SessionOptionColumns {
    static final List<String> NAMES = List.of(
            "label_name",
            "label_tags",
            "setup_image",
            "setup_ports",
            "setup_template",
            "launch_mode",
            "model_server",
            "model_id",
            "model_quantization",
            "max_price_per_hour",
            "max_total_cost",
            "retries",
            "retry_scope",
            "keep_seconds");

    private SessionOptionColumns() {}

    static Columns put(Columns columns, SessionOptions options) {
        Usd maxTotal = options.limits().maxTotal();
        Duration keepFor = options.keepFor();
        TemplateId template = options.setup().template();
        ServedModel model = options.setup().model();
        return columns.with("label_name", options.labels().name())
                .with("label_tags", TextForm.encoded(options.labels().tags()))
                .with("setup_image", options.setup().image())
                .with("setup_ports", ports(options.setup().ports()))
                .with("setup_template", template == null ? null : template.value())
                .with("launch_mode", options.setup().mode())
                .with("model_server", model == null ? null : model.server())
                .with("model_id", model == null ? null : model.id())
                .with("model_quantization", model == null ? null : model.quantization())
                .with("max_price_per_hour", options.limits().maxPrice())
                .with("max_total_cost", maxTotal == null ? null : maxTotal.amount())
                .with("retries", options.retry().most())
                .with("retry_scope", options.retry().scope())
                .with("keep_seconds", keepFor == null ? null : keepFor.toSeconds());
    }

    static SessionOptions read(Row row) throws SQLException {
        BigDecimal maxPrice = row.amountOrNull("max_price_per_hour");
        BigDecimal maxTotal = row.amountOrNull("max_total_cost");
        return new SessionOptions(
                new Labels(row.textOrNull("label_name"), TextForm.decoded(row.text("label_tags"))),
                setup(row),
                new SpendLimits(
                        maxPrice == null ? null : new UsdPerHour(maxPrice),
                        maxTotal == null ? null : new Usd(maxTotal)),
                new RetryTerms(row.number("retries"), row.word("retry_scope", RetryScope.class)),
                row.secondsOrNull("keep_seconds"));
    }

    private static Setup setup(Row row) throws SQLException {
        ModelServer server = row.wordOrNull("model_server", ModelServer.class);
        String template = row.textOrNull("setup_template");
        return new Setup(
                row.textOrNull("setup_image"),
                ports(row.text("setup_ports")),
                template == null ? null : new TemplateId(template),
                row.word("launch_mode", LaunchMode.class),
                server == null
                        ? null
                        : new ServedModel(server, row.text("model_id"), row.textOrNull("model_quantization")));
    }

    private static String ports(List<Integer> ports) {
        return ports.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static List<Integer> ports(String text) {
        return text.isEmpty()
                ? List.of()
                : Stream.of(text.split(" ", -1)).map(Integer::valueOf).toList();
    }
}
