package io.gpushopper.server.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What consumers may spend in a calendar month.
 *
 * @param monthly US dollars for each consumer without a budget of its own; null for no limit
 * @param consumers US dollars by the consumer's id
 * @param warnAt from which share of its budget on a consumer is warned
 * @param stopSessions whether running sessions are ended once the budget is spent
 */
public record BudgetsConfig(
        @Nullable @DecimalMin("0") BigDecimal monthly,
        @NotNull Map<String, @NotNull @DecimalMin("0") BigDecimal> consumers,

        @NotNull @DecimalMin(value = "0", inclusive = false) @DecimalMax("1")
        BigDecimal warnAt,

        @JsonProperty(required = true) boolean stopSessions) {
    public BudgetsConfig {
        consumers = consumers == null ? Map.of() : Map.copyOf(consumers);
    }
}
