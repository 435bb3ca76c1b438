package io.gpushopper.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.simulator.http.HttpAnswer;
import io.gpushopper.simulator.http.Json;
import io.gpushopper.simulator.market.Fault;
import io.gpushopper.simulator.market.Fault.Kind;
import io.gpushopper.simulator.market.Fault.Moment;
import io.gpushopper.simulator.market.Operation;
import io.gpushopper.simulator.market.ProviderName;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;

/**
 * A fault as the control API reads and writes it:
 *
 * <pre>{@code
 * {"provider":"vastai","operation":"create","kind":"status","times":1,"status":502,
 *  "body":"<html>Bad Gateway</html>","content_type":"text/html","after_effect":true}
 * {"provider":"tensordock","operation":"list","kind":"delay","delay_seconds":2.5}
 * }</pre>
 *
 * A body that is no string is answered as the JSON it is.
 */
final class FaultJson {

    private FaultJson() {}

    static Fault read(JsonNode json) {
        Kind kind = Kind.find(json.path("kind").asText())
                .orElseThrow(() -> new IllegalArgumentException("kind must be status, delay, drop_before_effect,"
                        + " drop_after_effect, rate_limit or lost_effect"));
        return new Fault(
                ProviderName.find(json.path("provider").asText())
                        .orElseThrow(() -> new IllegalArgumentException("provider must be vastai or tensordock")),
                Operation.find(json.path("operation").asText())
                        .orElseThrow(
                                () -> new IllegalArgumentException("operation must be one of " + Operation.words())),
                kind,
                Times.read(json),
                json.path("after_effect").asBoolean() ? Moment.AFTER_EFFECT : Moment.BEFORE_EFFECT,
                answer(json, kind),
                delay(json, kind));
    }

    static ObjectNode write(Fault fault) {
        ObjectNode json = Json.object()
                .put("provider", fault.provider().word())
                .put("operation", fault.operation().word())
                .put("kind", fault.kind().word())
                .put("times", fault.times());
        if (fault.kind() == Kind.STATUS) {
            json.put("status", fault.answer().status())
                    .put("body", fault.answer().body());
        }
        if (fault.kind() == Kind.DELAY) {
            json.put(
                    "delay_seconds",
                    BigDecimal.valueOf(fault.delay().toMillis()).movePointLeft(3));
        }
        return json.put("after_effect", fault.moment() == Moment.AFTER_EFFECT);
    }

    private static HttpAnswer answer(JsonNode json, Kind kind) {
        int status = json.path("status").asInt();
        if (kind == Kind.STATUS && (status < 200 || status > 599)) {
            throw new IllegalArgumentException("status must be 200 to 599");
        }
        JsonNode body = json.path("body");
        String text = body.isMissingNode() ? "" : body.isTextual() ? body.textValue() : Json.write(body);
        HttpAnswer answer =
                new HttpAnswer(status, json.path("content_type").asText("application/json"), text, Map.of());
        return json.hasNonNull("retry_after")
                ? answer.withHeader("Retry-After", json.path("retry_after").asText())
                : answer;
    }

    private static Duration delay(JsonNode json, Kind kind) {
        BigDecimal seconds = Json.number(json.path("delay_seconds")).orElse(BigDecimal.ZERO);
        if (kind == Kind.DELAY && seconds.signum() <= 0) {
            throw new IllegalArgumentException("delay_seconds must be above 0");
        }
        return Duration.ofMillis(seconds.movePointRight(3).longValue());
    }
}
