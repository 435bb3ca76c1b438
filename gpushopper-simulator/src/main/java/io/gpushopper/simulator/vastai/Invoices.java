package io.gpushopper.simulator.vastai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.simulator.http.HttpAnswer;
import io.gpushopper.simulator.http.HttpCall;
import io.gpushopper.simulator.http.Json;
import java.math.BigDecimal;
import java.time.Instant;

/** Payments: the one deposit that the account began with. What was charged is not there. Source: docs/PROVIDERS.md, Vast.ai: billing. */
final class Invoices {

    private Invoices() {}

    static HttpAnswer page(HttpCall call, BigDecimal depositUsd, Instant paidAt) {
        JsonNode when = Json.parse(call.parameter("select_filters").orElse("{}"))
                .map(filters -> filters.path("when"))
                .orElse(Json.object());
        if (!when.path("gte").isNumber() || !when.path("lte").isNumber()) {
            return VastAiAnswers.BAD_DATE_RANGE;
        }
        boolean within = when.path("gte").asLong() <= paidAt.getEpochSecond()
                && paidAt.getEpochSecond() <= when.path("lte").asLong();
        ArrayNode rows = Json.array();
        if (within && depositUsd.signum() > 0) {
            ObjectNode row = Json.object().put("type", "payment").put("source", "stripe");
            row.set("when", Wire.time(paidAt));
            row.set("amount", Wire.number(depositUsd.negate()));
            rows.add(row.put("description", "Deposit"));
        }
        ObjectNode answer =
                Json.object().put("success", true).put("count", rows.size()).put("total", rows.size());
        answer.putNull("next_token");
        answer.set("results", rows);
        return HttpAnswer.json(200, answer);
    }
}
