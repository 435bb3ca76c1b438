package io.gpushopper.simulator.vastai;

import static io.gpushopper.simulator.vastai.Wire.number;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.gpushopper.simulator.http.Json;
import io.gpushopper.simulator.vastai.Filter.Operator;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A search: a flat object of {@code field: {operator: value}}, with an order, a limit and a disk size to be priced in.
 * Unknown fields are ignored. Source: docs/PROVIDERS.md, Vast.ai: offers.
 */
final class OfferQuery {

    private static final Set<String> NO_FILTERS =
            Set.of("type", "order", "limit", "allocated_storage", "disable_bundling", "select_cols");
    private static final Map<String, String> ALIASES = Map.of(
            "target_reliability", "expected_reliability",
            "dphtotal", "dph_total",
            "gpu_totalram", "gpu_total_ram",
            "ubuntu_version", "os_version");
    private static final Map<String, String> GIGABYTES =
            Map.of("cpu_ram_GB", "cpu_ram", "gpu_ram_GB", "gpu_ram", "gpu_totalram_GB", "gpu_total_ram");
    private static final BigDecimal DEFAULT_DISK_GB = BigDecimal.valueOf(8);
    private static final List<SortKey> BY_SCORE = List.of(new SortKey(priced -> number(priced.score()), true));
    private static final String UNWRAPPED = "error 400/3467: Invalid args: q is not a search key";

    private final PricedOffer.Rental rental;
    private final BigDecimal diskGb;
    private final List<Predicate<PricedOffer>> conditions = new ArrayList<>();
    private final List<SortKey> order;
    private final int limit;

    private OfferQuery(JsonNode query) {
        this.rental = query.path("type").asText().equals("bid") ? PricedOffer.Rental.BID : PricedOffer.Rental.ON_DEMAND;
        Optional<BigDecimal> disk = Json.number(query.path("allocated_storage"));
        this.diskGb = disk.orElse(DEFAULT_DISK_GB);
        disk.ifPresent(gigabytes ->
                conditions.add(priced -> priced.offer().host().diskGb().compareTo(gigabytes) >= 0));
        if (!query.has("verified")) {
            conditions.add(priced -> priced.offer().host().isVerified());
        }
        for (Map.Entry<String, JsonNode> entry : query.properties()) {
            if (!NO_FILTERS.contains(entry.getKey())) {
                addConditions(entry.getKey(), entry.getValue());
            }
        }
        this.order = order(query.path("order"));
        this.limit = query.path("limit").asInt(0);
    }

    /**
     * Reads a search.
     *
     * @throws Refused if it is wrapped or uses an unknown operator
     */
    static OfferQuery of(JsonNode query) {
        if (!query.isObject()) {
            throw new Refused(VastAiAnswers.INVALID_JSON);
        }
        if (query.has("q")) {
            throw new Refused(VastAiAnswers.invalidRequest(UNWRAPPED));
        }
        return new OfferQuery(query);
    }

    /** The first offers that fit, in order; a cap of 0 is none. */
    List<PricedOffer> run(Collection<VastAiOffer> offers, Instant now, int cap) {
        long most = Math.min(cap > 0 ? cap : Integer.MAX_VALUE, limit > 0 ? limit : Integer.MAX_VALUE);
        Comparator<Match> worstFirst = (a, b) -> Match.compare(b, a, order);
        PriorityQueue<Match> best = new PriorityQueue<>(worstFirst);
        for (VastAiOffer offer : offers) {
            PricedOffer priced = new PricedOffer(offer, rental, diskGb, now);
            if (fits(priced)) {
                best.add(Match.of(priced, order));
                if (best.size() > most) {
                    best.remove();
                }
            }
        }
        return best.stream().sorted(worstFirst.reversed()).map(Match::offer).toList();
    }

    private boolean fits(PricedOffer priced) {
        for (Predicate<PricedOffer> condition : conditions) {
            if (!condition.test(priced)) {
                return false;
            }
        }
        return true;
    }

    private void addConditions(String field, JsonNode operators) {
        Optional<Function<PricedOffer, JsonNode>> value = value(field);
        if (value.isEmpty()) {
            return;
        }
        if (!operators.isObject()) {
            conditions.add(condition(value.get(), new Filter(Operator.EQ, operand(field, operators))));
            return;
        }
        for (Map.Entry<String, JsonNode> entry : operators.properties()) {
            Operator operator = Operator.find(entry.getKey())
                    .orElseThrow(() -> new Refused(
                            VastAiAnswers.invalidRequest(entry.getKey() + " is not a valid search operator")));
            conditions.add(condition(value.get(), new Filter(operator, operand(field, entry.getValue()))));
        }
    }

    private static Predicate<PricedOffer> condition(Function<PricedOffer, JsonNode> value, Filter filter) {
        return priced -> filter.admits(value.apply(priced));
    }

    private static Optional<Function<PricedOffer, JsonNode>> value(String field) {
        return switch (field) {
            // Seen live: a filter on id matches nothing, ask_contract_id works.
            case "id" -> Optional.of(priced -> NullNode.instance);
            case "datacenter" ->
                Optional.of(priced -> Wire.flag(priced.offer().host().datacenter()));
            case "verified" ->
                Optional.of(priced -> Wire.flag(priced.offer().host().isVerified()));
            case "geolocation" ->
                Optional.of(priced -> country(priced.offer().host().geolocation()));
            case "driver_version" -> OfferFields.find("driver_vers");
            default -> OfferFields.find(GIGABYTES.getOrDefault(field, ALIASES.getOrDefault(field, field)));
        };
    }

    private static JsonNode country(@Nullable String geolocation) {
        return geolocation == null
                ? NullNode.instance
                : Wire.text(
                        geolocation.substring(geolocation.lastIndexOf(',') + 1).strip());
    }

    private static JsonNode operand(String field, JsonNode given) {
        if (GIGABYTES.containsKey(field) && given.isNumber()) {
            return number(given.decimalValue().movePointRight(3));
        }
        if (field.equals("driver_version") && given.isTextual()) {
            try {
                return number(OfferFields.driverNumber(given.textValue()));
            } catch (NumberFormatException notAVersion) {
                throw new Refused(VastAiAnswers.invalidRequest(given.textValue() + " is not a driver version"));
            }
        }
        return given;
    }

    private static List<SortKey> order(JsonNode order) {
        List<SortKey> keys = new ArrayList<>();
        for (JsonNode part : order) {
            String field = part.path(0).asText();
            boolean descending = part.path(1).asText().equals("desc");
            OfferFields.find(ALIASES.getOrDefault(field, field))
                    .ifPresent(value -> keys.add(new SortKey(value, descending)));
        }
        return keys.isEmpty() ? BY_SCORE : keys;
    }

    private record SortKey(Function<PricedOffer, JsonNode> value, boolean descending) {}

    /** An offer with the values it is sorted by, worked out once. */
    private record Match(PricedOffer offer, List<JsonNode> values) {

        static Match of(PricedOffer offer, List<SortKey> order) {
            return new Match(
                    offer, order.stream().map(key -> key.value().apply(offer)).toList());
        }

        static int compare(Match a, Match b, List<SortKey> order) {
            for (int i = 0; i < order.size(); i++) {
                int result = Filter.compare(a.values().get(i), b.values().get(i));
                if (result != 0) {
                    return order.get(i).descending() ? -result : result;
                }
            }
            return Long.compare(a.offer().offer().id(), b.offer().offer().id());
        }
    }
}
