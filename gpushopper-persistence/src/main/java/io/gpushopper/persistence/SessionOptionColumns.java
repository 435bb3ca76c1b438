package io.gpushopper.persistence;

import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.session.Labels;
import io.gpushopper.domain.session.RetryScope;
import io.gpushopper.domain.session.RetryTerms;
import io.gpushopper.domain.session.SessionOptions;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.domain.session.SpendLimits;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The columns of a session's row that hold what its consumer asked for beside the usual. */
final class SessionOptionColumns {
    static final List<String> NAMES = List.of(
            "label_name",
            "label_tags",
            "max_price_per_hour",
            "max_total_cost",
            "retries",
            "retry_scope",
            "keep_seconds");

    private SessionOptionColumns() {}

    static Columns put(Columns columns, SessionOptions options) {
        Usd maxTotal = options.limits().maxTotal();
        Duration keepFor = options.keepFor();
        return columns.with("label_name", options.labels().name())
                .with("label_tags", encoded(options.labels().tags()))
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
                new Labels(row.textOrNull("label_name"), decoded(row.text("label_tags"))),
                Setup.USUAL,
                new SpendLimits(
                        maxPrice == null ? null : new UsdPerHour(maxPrice),
                        maxTotal == null ? null : new Usd(maxTotal)),
                new RetryTerms(row.number("retries"), row.word("retry_scope", RetryScope.class)),
                row.secondsOrNull("keep_seconds"));
    }

    private static String encoded(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static Map<String, String> decoded(String form) {
        Map<String, String> values = new TreeMap<>();
        for (String pair : form.isEmpty() ? List.<String>of() : List.of(form.split("&", -1))) {
            int split = pair.indexOf('=');
            values.put(decodedText(pair.substring(0, split)), decodedText(pair.substring(split + 1)));
        }
        return values;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decodedText(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
