package io.gpushopper.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.simulator.http.Json;
import io.gpushopper.simulator.market.Fate;
import io.gpushopper.simulator.market.ProviderName;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * A fate as the control API reads and writes it:
 *
 * <pre>{@code
 * {"provider":"vastai","kind":"exits","after_seconds":30,"times":2}
 * }</pre>
 */
final class FateJson {

    private FateJson() {}

    static Fate read(JsonNode json) {
        BigDecimal seconds = Json.number(json.path("after_seconds")).orElse(BigDecimal.ZERO);
        ProviderName provider = ProviderName.find(json.path("provider").asText())
                .orElseThrow(() -> new IllegalArgumentException("provider must be vastai or tensordock"));
        return new Fate(
                provider,
                Fate.Kind.find(json.path("kind").asText())
                        .orElseThrow(() -> new IllegalArgumentException("kind must be one of " + Fate.words(provider))),
                Duration.ofMillis(seconds.movePointRight(3).longValue()),
                Times.read(json));
    }

    static ObjectNode write(Fate fate) {
        return Json.object()
                .put("provider", fate.provider().word())
                .put("kind", fate.kind().word())
                .put(
                        "after_seconds",
                        BigDecimal.valueOf(fate.after().toMillis()).movePointLeft(3))
                .put("times", fate.times());
    }
}
