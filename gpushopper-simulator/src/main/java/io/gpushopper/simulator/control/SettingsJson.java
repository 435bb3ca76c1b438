package io.gpushopper.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.simulator.http.Json;
import io.gpushopper.simulator.market.Drift;
import io.gpushopper.simulator.market.LiveSettings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** The settings as the control API reads and writes them; a field that is absent keeps its value. */
final class SettingsJson {

    private static final Set<String> FIELDS = Set.of(
            "boot_seconds",
            "rate_limit_scale",
            "search_cap",
            "time_factor",
            "churn_per_minute",
            "stale_seconds",
            "credit_usd");

    private SettingsJson() {}

    static ObjectNode write(LiveSettings settings) {
        return Json.object()
                .put("profile", settings.profile().name().toLowerCase(Locale.ROOT))
                .put("boot_seconds", seconds(settings.boot()))
                .put("rate_limit_scale", settings.rateLimitScale())
                .put("search_cap", settings.searchCap())
                .put("time_factor", settings.timeFactor())
                .put("churn_per_minute", settings.drift().churnPerMinute())
                .put("stale_seconds", seconds(settings.drift().staleness()))
                .put("credit_usd", settings.creditUsd());
    }

    static LiveSettings merge(LiveSettings old, JsonNode changes) {
        changes.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw new IllegalArgumentException("No such setting: " + name);
            }
        });
        return new LiveSettings(
                old.profile(),
                duration(changes, "boot_seconds", old.boot()),
                decimal(changes, "rate_limit_scale", old.rateLimitScale()),
                decimal(changes, "search_cap", BigDecimal.valueOf(old.searchCap()))
                        .intValue(),
                decimal(changes, "time_factor", old.timeFactor()),
                new Drift(
                        decimal(changes, "churn_per_minute", old.drift().churnPerMinute()),
                        duration(changes, "stale_seconds", old.drift().staleness())),
                decimal(changes, "credit_usd", old.creditUsd()));
    }

    private static Duration duration(JsonNode changes, String field, Duration old) {
        return Duration.ofMillis(
                decimal(changes, field, seconds(old)).movePointRight(3).longValue());
    }

    private static BigDecimal seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis()).movePointLeft(3);
    }

    private static BigDecimal decimal(JsonNode changes, String field, BigDecimal old) {
        if (!changes.has(field)) {
            return old;
        }
        return Json.number(changes.path(field))
                .orElseThrow(() -> new IllegalArgumentException(field + " must be a number"));
    }
}
