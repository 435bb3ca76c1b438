package io.gpushopper.simulator.vastai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.simulator.http.HttpAnswer;
import io.gpushopper.simulator.http.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Volumes: storage on one machine, rented apart from any instance. One bills from its making until it is deleted, whatever becomes of the
 * instances that used it. Source: docs/PROVIDERS.md, Vast.ai: volumes. Guarded by the world's lock.
 */
final class VastAiVolumes {
    private static final BigDecimal MILLIS_PER_MONTH =
            BigDecimal.valueOf(Duration.ofDays(30).toMillis());
    private static final int USD_SCALE = 9;
    private static final BigDecimal USUAL_GB = BigDecimal.TEN;

    private final Map<Long, Volume> volumes = new LinkedHashMap<>();
    private long lastId = 20_118_480;
    private Instant settledUntil = Instant.EPOCH;

    void clear(Instant now) {
        volumes.clear();
        settledUntil = now;
    }

    /** Bills what is due since it was last called. */
    void settle(Instant now, Consumer<BigDecimal> bill) {
        BigDecimal millis = BigDecimal.valueOf(
                Math.max(0, Duration.between(settledUntil, now).toMillis()));
        settledUntil = now;
        volumes.values()
                .forEach(volume -> bill.accept(volume.usdPerMonth()
                        .multiply(millis)
                        .divide(MILLIS_PER_MONTH, USD_SCALE, RoundingMode.HALF_UP)));
    }

    /** Makes one on the machine of an offer. */
    long rent(VastAiOffer offer, BigDecimal gb, String name, Instant now) {
        lastId++;
        volumes.put(
                lastId,
                new Volume(
                        offer.host().machineId(),
                        offer.host().ownerId(),
                        gb,
                        name.isEmpty() ? "V." + lastId : name,
                        gb.multiply(offer.terms().storageCost()),
                        now));
        return lastId;
    }

    /** Makes what an order asks for, if it asks for a volume. */
    void rentFor(VastAiOffer offer, CreateOrder order, JsonNode volumeInfo, Instant now) {
        boolean byFlag = order.env().keySet().stream().anyMatch(flag -> flag.startsWith("-v ") && isNew(flag));
        if (volumeInfo.path("create_new").asBoolean() || byFlag) {
            BigDecimal gb = Json.number(volumeInfo.path("size")).orElse(USUAL_GB);
            rent(offer, gb, volumeInfo.path("name").asText(""), now);
        }
    }

    /** A volume by its name is one that is there; any other name makes one. */
    private boolean isNew(String flag) {
        String name = flag.substring("-v ".length()).split(":", -1)[0];
        return volumes.values().stream().noneMatch(volume -> volume.name().equals(name));
    }

    static HttpAnswer offers(Iterable<VastAiOffer> offers) {
        ArrayNode all = Json.array();
        for (VastAiOffer offer : offers) {
            if (all.size() < 64) {
                ObjectNode json = Json.object()
                        .put("id", offer.id())
                        .put("machine_id", offer.host().machineId())
                        .put("host_id", offer.host().ownerId());
                json.set("disk_space", Wire.number(offer.host().diskGb()));
                json.set("storage_cost", Wire.number(offer.terms().storageCost()));
                json.set("geolocation", Wire.text(offer.host().geolocation()));
                all.add(json);
            }
        }
        ObjectNode answer = Json.object().put("success", true);
        answer.set("offers", all);
        return HttpAnswer.json(200, answer);
    }

    HttpAnswer list() {
        ArrayNode all = Json.array();
        volumes.forEach((id, volume) -> {
            ObjectNode json = Json.object()
                    .put("id", id)
                    .put("machine_id", volume.machineId())
                    .put("host_id", volume.ownerId())
                    .put("label", volume.name())
                    .put("status", "running");
            json.set("disk_space", Wire.number(volume.gb()));
            json.set("storage_cost", Wire.number(volume.usdPerMonth().divide(volume.gb(), 6, RoundingMode.HALF_UP)));
            json.set("start_date", Wire.time(volume.createdAt()));
            json.set("instances", Json.array());
            all.add(json);
        });
        ObjectNode answer = Json.object();
        answer.set("volumes", all);
        return HttpAnswer.json(200, answer);
    }

    HttpAnswer rented(long id) {
        Volume volume = volumes.get(id);
        return HttpAnswer.json(
                200, Json.object().put("success", true).put("volume_name", volume == null ? "V." + id : volume.name()));
    }

    HttpAnswer delete(Optional<Long> id) {
        return id.map(volumes::remove).isPresent() ? VastAiAnswers.SUCCESS : VastAiAnswers.NO_SUCH_VOLUME;
    }

    private record Volume(
            long machineId, long ownerId, BigDecimal gb, String name, BigDecimal usdPerMonth, Instant createdAt) {}
}
