package io.gpushopper.adapters.vastai;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.adapters.http.JsonFields;
import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.offer.OfferFact;
import io.gpushopper.domain.offer.TemplateNeed;
import io.gpushopper.domain.offer.TemplateNeed.Relation;
import io.gpushopper.domain.offer.VramGb;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The {@code extra_filters} of a template: a search as in {@link VastAiSearch}, in a text. Immutable.
 *
 * <pre>{"cuda_max_good":{"gte":12.8},"gpu_ram":{"gte":23000}}</pre>
 *
 * @param needs what offers tell of it
 * @param unjudged the names of what they don't tell
 * @param asksForVolume whether any is about volumes
 */
record ExtraFilters(List<TemplateNeed> needs, List<String> unjudged, boolean asksForVolume) {
    private static final Map<String, OfferFact> FACTS = Map.ofEntries(
            Map.entry("gpu_name", OfferFact.GPU_TYPE),
            Map.entry("num_gpus", OfferFact.GPU_COUNT),
            Map.entry("gpu_ram", OfferFact.VRAM_GB),
            Map.entry("gpu_total_ram", OfferFact.TOTAL_VRAM_GB),
            Map.entry("gpu_totalram", OfferFact.TOTAL_VRAM_GB),
            Map.entry("cuda_max_good", OfferFact.CUDA_VERSION),
            Map.entry("cuda_vers", OfferFact.CUDA_VERSION),
            Map.entry("dph_total", OfferFact.PRICE_PER_HOUR),
            Map.entry("dphtotal", OfferFact.PRICE_PER_HOUR),
            Map.entry("dph", OfferFact.PRICE_PER_HOUR),
            Map.entry("reliability", OfferFact.RELIABILITY),
            Map.entry("reliability2", OfferFact.RELIABILITY),
            Map.entry("disk_space", OfferFact.DISK_GB),
            Map.entry("cpu_cores_effective", OfferFact.VCPUS),
            Map.entry("inet_down", OfferFact.INET_DOWN_MBPS),
            Map.entry("inet_up", OfferFact.INET_UP_MBPS),
            Map.entry("geolocation", OfferFact.COUNTRY),
            Map.entry("datacenter", OfferFact.DATACENTER));
    private static final Map<String, Relation> RELATIONS = Map.ofEntries(
            Map.entry("eq", Relation.EQUAL),
            Map.entry("neq", Relation.NOT_EQUAL),
            Map.entry("gt", Relation.ABOVE),
            Map.entry("gte", Relation.AT_LEAST),
            Map.entry("lt", Relation.BELOW),
            Map.entry("lte", Relation.AT_MOST),
            Map.entry("in", Relation.IN),
            Map.entry("notin", Relation.NOT_IN));
    /** True of every offer that we show, or no question to an offer at all. */
    private static final Set<String> OF_THE_SEARCH =
            Set.of("verified", "rentable", "rented", "external", "type", "order", "limit", "allocated_storage");

    ExtraFilters {
        needs = List.copyOf(needs);
        unjudged = List.copyOf(unjudged);
    }

    /** Reads an object, or a text with one in it; nothing and an empty text ask for nothing. Empty when it is something else. */
    static Optional<ExtraFilters> read(JsonNode json) {
        if (json.isTextual() && !json.asText().isBlank()) {
            return JsonFields.parse(json.asText())
                    .filter(inside -> !inside.node().isTextual())
                    .flatMap(inside -> read(inside.node()));
        }
        if (json.isMissingNode() || json.isNull() || json.isTextual()) {
            return Optional.of(new ExtraFilters(List.of(), List.of(), false));
        }
        return json.isObject() ? Optional.of(of(json)) : Optional.empty();
    }

    private static ExtraFilters of(JsonNode filters) {
        List<TemplateNeed> needs = new ArrayList<>();
        List<String> unjudged = new ArrayList<>();
        boolean volume = false;
        for (Map.Entry<String, JsonNode> filter : filters.properties()) {
            String field = filter.getKey();
            if (isOfVolumes(field)) {
                volume = true;
            } else if (!OF_THE_SEARCH.contains(field) && !addNeeds(field, filter.getValue(), needs)) {
                unjudged.add(field);
            }
        }
        return new ExtraFilters(needs, unjudged, volume);
    }

    private static boolean isOfVolumes(String field) {
        String lower = field.toLowerCase(Locale.ROOT);
        return lower.contains("volume") || lower.contains("vol_");
    }

    /** Adds all that the filter asks; false, with none added, when offers don't tell it or it is no filter. */
    private static boolean addNeeds(String field, JsonNode relations, List<TemplateNeed> needs) {
        OfferFact fact = FACTS.get(field);
        if (fact == null || !relations.isObject()) {
            return false;
        }
        List<TemplateNeed> read = new ArrayList<>();
        for (Map.Entry<String, JsonNode> relation : relations.properties()) {
            Optional<TemplateNeed> need =
                    need(fact, RELATIONS.get(relation.getKey().toLowerCase(Locale.ROOT)), relation.getValue());
            if (need.isEmpty()) {
                return false;
            }
            read.add(need.get());
        }
        return needs.addAll(read) || read.isEmpty();
    }

    private static Optional<TemplateNeed> need(OfferFact fact, @Nullable Relation relation, JsonNode operand) {
        if (relation == null) {
            return Optional.empty();
        }
        List<String> values = operand.isArray()
                ? StreamSupport.stream(operand.spliterator(), false)
                        .map(value -> value(fact, value))
                        .toList()
                : List.of(value(fact, operand));
        try {
            return Optional.of(new TemplateNeed(fact, relation, values));
        } catch (IllegalArgumentException noSuchValues) {
            return Optional.empty();
        }
    }

    /** In the words and units of offers. */
    private static String value(OfferFact fact, JsonNode operand) {
        String text = operand.isNumber()
                ? new JsonFields(operand)
                        .decimal()
                        .map(BigDecimal::toPlainString)
                        .orElse("")
                : operand.asText().strip();
        return switch (fact) {
            case GPU_TYPE ->
                text.isEmpty() ? "" : GpuModel.of(text.replace('_', ' ')).name();
            case VRAM_GB, TOTAL_VRAM_GB -> fact.isValue(text) ? gb(new BigDecimal(text)) : "";
            case GPU_COUNT,
                    CUDA_VERSION,
                    PRICE_PER_HOUR,
                    RELIABILITY,
                    DISK_GB,
                    VCPUS,
                    INET_DOWN_MBPS,
                    INET_UP_MBPS,
                    COUNTRY,
                    DATACENTER -> text;
        };
    }

    /** Of MiB, as sold: drivers report a little less, and so do templates. */
    private static String gb(BigDecimal mib) {
        long whole = mib.longValue();
        return whole < 1 ? "0" : Integer.toString(VramGb.fromMib(whole).value());
    }
}
