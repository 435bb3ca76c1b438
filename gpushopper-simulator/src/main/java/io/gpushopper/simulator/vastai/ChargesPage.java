package io.gpushopper.simulator.vastai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.simulator.http.HttpAnswer;
import io.gpushopper.simulator.http.HttpCall;
import io.gpushopper.simulator.http.Json;
import io.gpushopper.simulator.market.Meter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/**
 * What was charged: one row for each instance and day in UTC, from its meter, amounts rounded to three places. Rows come at once, and there is
 * no traffic. Source: docs/PROVIDERS.md, Vast.ai: billing.
 */
final class ChargesPage {

    private static final int MOST_PER_PAGE = 500;
    private static final int USUAL_PER_PAGE = 100;
    private static final int PLACES = 3;

    private final Instant begin;
    private final Instant end;
    private final int limit;
    private final boolean latestFirst;
    private final int start;

    private ChargesPage(HttpCall call) {
        JsonNode day = filters(call).path("day");
        if (!day.path("gte").isNumber() || !day.path("lte").isNumber()) {
            throw new Refused(VastAiAnswers.NO_DAYS);
        }
        this.begin = Instant.ofEpochSecond(day.path("gte").asLong()).truncatedTo(ChronoUnit.DAYS);
        this.end = Instant.ofEpochSecond(day.path("lte").asLong())
                .truncatedTo(ChronoUnit.DAYS)
                .plus(1, ChronoUnit.DAYS);
        this.limit = limit(call.parameter("limit").orElse(String.valueOf(USUAL_PER_PAGE)));
        this.latestFirst = call.parameter("latest_first").orElse("false").equals("true");
        this.start = call.parameter("after_token").map(ChargesPage::place).orElse(0);
    }

    /**
     * Reads what is asked for.
     *
     * @throws Refused if one of the parameters is bad
     */
    static ChargesPage of(HttpCall call) {
        return new ChargesPage(call);
    }

    HttpAnswer page(List<VastAiInstance> instances, Instant now) {
        List<ObjectNode> rows = new ArrayList<>();
        for (VastAiInstance instance : instances) {
            for (Instant day = begin; day.isBefore(end) && !day.isAfter(now); day = day.plus(1, ChronoUnit.DAYS)) {
                addDay(rows, instance, day, now);
            }
        }
        if (latestFirst) {
            Collections.reverse(rows);
        }
        List<ObjectNode> page = rows.stream().skip(start).limit(limit).toList();
        ObjectNode answer =
                Json.object().put("success", true).put("count", page.size()).put("total", rows.size());
        int next = start + page.size();
        answer.put("next_token", next < rows.size() ? token(next) : null);
        answer.set("results", Json.array().addAll(page));
        return HttpAnswer.json(200, answer);
    }

    private static void addDay(List<ObjectNode> rows, VastAiInstance instance, Instant day, Instant now) {
        Instant ended = instance.core().destroyedAt().orElse(now);
        Instant from = later(instance.core().createdAt(), day);
        Instant to = earlier(earlier(ended, now), day.plus(1, ChronoUnit.DAYS));
        if (to.isBefore(from)) {
            return;
        }
        BigDecimal gpu = BigDecimal.ZERO;
        BigDecimal disk = BigDecimal.ZERO;
        for (Meter.Span span : instance.core().meter().during(from, to)) {
            BigDecimal diskPerHour = span.usdPerHour().min(instance.storagePerHour());
            disk = disk.add(diskPerHour.multiply(span.hours()));
            gpu = gpu.add(span.usdPerHour().subtract(diskPerHour).multiply(span.hours()));
        }
        ArrayNode items = Json.array().add(charge("gpu", from, to, gpu)).add(charge("disk", from, to, disk));
        ObjectNode row = charge("instance", from, to, gpu.add(disk));
        row.put("source", "instance-" + instance.core().id());
        row.put("description", "Instance " + instance.core().id() + " Charges - 1 day");
        row.set("metadata", Json.object().put("label", instance.core().tag().orElse(null)));
        row.set("items", items);
        rows.add(row);
    }

    private static ObjectNode charge(String type, Instant from, Instant to, BigDecimal amount) {
        ObjectNode charge = Json.object();
        charge.put("start", from.getEpochSecond());
        charge.put("end", to.getEpochSecond());
        charge.put("type", type);
        charge.putNull("source");
        charge.put("description", Duration.between(from, to).toSeconds() + " seconds");
        charge.set("amount", Wire.number(amount.setScale(PLACES, RoundingMode.HALF_UP)));
        charge.set("metadata", Json.object());
        charge.set("items", Json.array());
        return charge;
    }

    private static JsonNode filters(HttpCall call) {
        return Json.parse(call.parameter("select_filters").orElse("{}"))
                .orElseThrow(() -> new Refused(VastAiAnswers.INVALID_JSON));
    }

    private static int limit(String asked) {
        try {
            return Math.max(1, Math.min(Integer.parseInt(asked), MOST_PER_PAGE));
        } catch (NumberFormatException notANumber) {
            throw new Refused(VastAiAnswers.invalidRequest("limit must be a number"));
        }
    }

    private static String token(int next) {
        return Base64.getEncoder().encodeToString(String.valueOf(next).getBytes(StandardCharsets.UTF_8));
    }

    private static int place(String token) {
        try {
            return Math.max(0, Integer.parseInt(new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException unknown) {
            throw new Refused(VastAiAnswers.INVALID_TOKEN);
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
