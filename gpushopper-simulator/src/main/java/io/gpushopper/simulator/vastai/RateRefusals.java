package io.gpushopper.simulator.vastai;

import io.gpushopper.simulator.http.HttpAnswer;
import io.gpushopper.simulator.http.Json;
import io.gpushopper.simulator.market.RateLimit;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** The four bodies in which Vast.ai says "too frequent", in turn. Source: docs/PROVIDERS.md, Vast.ai: pace. */
final class RateRefusals {

    private int given;

    HttpAnswer next(RateLimit limit, BigDecimal scale) {
        BigDecimal seconds = BigDecimal.valueOf(limit.window().toMillis())
                .movePointLeft(3)
                .divide(BigDecimal.valueOf(limit.calls()), 3, RoundingMode.HALF_UP)
                .multiply(scale)
                .stripTrailingZeros();
        String threshold = (seconds.scale() < 1 ? seconds.setScale(1) : seconds).toPlainString();
        return switch (given++ % 4) {
            case 0 ->
                HttpAnswer.json(
                        429, Json.object().put("detail", "API requests too frequent endpoint threshold=" + threshold));
            case 1 ->
                HttpAnswer.json(
                        429,
                        Json.object()
                                .put("success", false)
                                .put("error", "rate_limit_exceeded")
                                .put("msg", "API requests too frequent endpoint threshold=" + threshold));
            case 2 -> HttpAnswer.text(429, "API requests too frequent: endpoint threshold=" + threshold + "*1.0");
            default ->
                HttpAnswer.json(
                        429,
                        Json.object()
                                .put(
                                        "message",
                                        "... too many requests by the client.\n\nAPI requests too frequent: endpoint"
                                                + " threshold=" + threshold + "*1.0\n\n")
                                .put("code", "429 Too Many Requests"));
        };
    }
}
