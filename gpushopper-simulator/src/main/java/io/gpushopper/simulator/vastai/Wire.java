package io.gpushopper.simulator.vastai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gpushopper.simulator.http.Json;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** JSON values as Vast.ai writes them. */
final class Wire {

    private Wire() {}

    static JsonNode number(@Nullable BigDecimal value) {
        if (value == null) {
            return NullNode.instance;
        }
        BigDecimal stripped = value.stripTrailingZeros();
        return DecimalNode.valueOf(stripped.scale() < 1 ? stripped.setScale(1) : stripped);
    }

    static JsonNode number(long value) {
        return LongNode.valueOf(value);
    }

    static JsonNode text(@Nullable String value) {
        return value == null ? NullNode.instance : TextNode.valueOf(value);
    }

    static JsonNode flag(boolean value) {
        return BooleanNode.valueOf(value);
    }

    /** Seconds since 1970 with a fraction. */
    static JsonNode time(@Nullable Instant instant) {
        return number(
                instant == null
                        ? null
                        : BigDecimal.valueOf(instant.toEpochMilli()).movePointLeft(3));
    }

    /** What an hour costs, part by part. */
    static ObjectNode hourlyCost(BigDecimal gpu, BigDecimal disk) {
        ObjectNode cost = Json.object();
        cost.set("gpuCostPerHour", number(gpu));
        cost.set("diskHour", number(disk));
        cost.set("totalHour", number(gpu.add(disk)));
        cost.put("discountTotalHour", 0);
        cost.set("discountedTotalPerHour", number(gpu.add(disk)));
        return cost;
    }
}
