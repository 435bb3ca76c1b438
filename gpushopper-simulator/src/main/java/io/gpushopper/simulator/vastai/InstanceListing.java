package io.gpushopper.simulator.vastai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.simulator.http.HttpAnswer;
import io.gpushopper.simulator.http.HttpCall;
import io.gpushopper.simulator.http.Json;
import io.gpushopper.simulator.vastai.Filter.Operator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The paged listing: filters on stored columns, an order that the id completes, and a token that holds the last row's
 * place in that order, so that instances created or ended between two pages shift nothing. Source: docs/PROVIDERS.md, Vast.ai: instances.
 */
final class InstanceListing {

    private static final int MOST_PER_PAGE = 25;
    private static final int FEWEST_PER_PAGE = 5;
    private static final Set<String> STORED_COLUMNS = Set.of(
            "id",
            "label",
            "actual_status",
            "intended_status",
            "cur_state",
            "next_state",
            "gpu_name",
            "verification",
            "machine_id",
            "host_id",
            "image_uuid",
            "image_runtype",
            "start_date",
            "end_date",
            "geolocation");

    private final int limit;
    private final Sorting sorting;
    private final List<ColumnFilter> filters = new ArrayList<>();
    private final Optional<Place> after;

    private InstanceListing(HttpCall call) {
        this.limit = limit(call.parameter("limit").orElse(String.valueOf(MOST_PER_PAGE)));
        this.sorting = sorting(parse(call, "order_by"));
        parse(call, "select_filters").properties().forEach(this::addFilters);
        this.after = call.parameter("after_token").map(token -> place(token, sorting));
    }

    /**
     * Reads a listing's parameters.
     *
     * @throws Refused if one of them is bad
     */
    static InstanceListing of(HttpCall call) {
        return new InstanceListing(call);
    }

    HttpAnswer page(List<ObjectNode> instances) {
        List<ObjectNode> matching = instances.stream()
                .filter(instance -> filters.stream().allMatch(filter -> filter.admits(instance)))
                .sorted(sorting.order())
                .toList();
        List<ObjectNode> rest =
                matching.stream().filter(instance -> isAfter(instance)).toList();
        List<ObjectNode> page = rest.stream().limit(limit).toList();
        ObjectNode answer = Json.object();
        answer.put("success", true);
        answer.put("instances_found", page.size());
        answer.put("total_instances", matching.size());
        answer.set("label_counts", labelCounts(matching));
        if (rest.size() > page.size()) {
            answer.put("next_token", token(page.get(page.size() - 1)));
        } else {
            answer.putNull("next_token");
        }
        answer.set("instances", Json.array().addAll(page));
        return HttpAnswer.json(200, answer);
    }

    private static ObjectNode labelCounts(List<ObjectNode> instances) {
        Map<String, Integer> counts = new TreeMap<>();
        instances.forEach(instance -> counts.merge(instance.path("label").asText(""), 1, Integer::sum));
        ObjectNode json = Json.object();
        counts.forEach(json::put);
        return json;
    }

    private boolean isAfter(ObjectNode instance) {
        return after.isEmpty() || sorting.compare(instance, after.get()) > 0;
    }

    private String token(ObjectNode last) {
        ObjectNode place = Json.object().put("col", sorting.column()).put("desc", sorting.descending());
        place.set("value", last.path(sorting.column()));
        place.set("id", last.path("id"));
        return Base64.getUrlEncoder().encodeToString(Json.write(place).getBytes(StandardCharsets.UTF_8));
    }

    private static Place place(String token, Sorting sorting) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            JsonNode place = Json.parse(text).orElseThrow(() -> new Refused(VastAiAnswers.INVALID_TOKEN));
            boolean fits = place.path("col").asText().equals(sorting.column())
                    && place.path("desc").asBoolean() == sorting.descending()
                    && place.path("id").isNumber();
            if (!fits) {
                throw new Refused(VastAiAnswers.INVALID_TOKEN);
            }
            return new Place(place.path("value"), place.path("id"));
        } catch (IllegalArgumentException notBase64) {
            throw new Refused(VastAiAnswers.INVALID_TOKEN);
        }
    }

    private static int limit(String asked) {
        try {
            int limit = Integer.parseInt(asked);
            return limit <= 0 ? FEWEST_PER_PAGE : Math.min(limit, MOST_PER_PAGE);
        } catch (NumberFormatException notANumber) {
            throw invalidParameter("limit must be a number");
        }
    }

    private static Sorting sorting(JsonNode orderBy) {
        JsonNode first = orderBy.path(0);
        String column = first.path("col").asText("id");
        return new Sorting(stored(column), first.path("dir").asText().equals("desc"));
    }

    private void addFilters(Map.Entry<String, JsonNode> column) {
        String name = stored(column.getKey());
        for (Map.Entry<String, JsonNode> entry : column.getValue().properties()) {
            Operator operator = Operator.find(entry.getKey())
                    .orElseThrow(() -> invalidParameter(entry.getKey() + " is not a valid operator"));
            filters.add(new ColumnFilter(name, new Filter(operator, entry.getValue())));
        }
    }

    private static JsonNode parse(HttpCall call, String parameter) {
        String text = call.parameter(parameter).orElse("{}");
        return Json.parse(text).orElseThrow(() -> invalidParameter(parameter + " is not valid json"));
    }

    private static String stored(String column) {
        if (!STORED_COLUMNS.contains(column)) {
            throw invalidParameter(column + " is not a valid search key");
        }
        return column;
    }

    private static Refused invalidParameter(String what) {
        return new Refused(VastAiAnswers.invalidRequest("Error in query parameters: " + what));
    }

    private record ColumnFilter(String column, Filter filter) {
        boolean admits(ObjectNode instance) {
            return filter.admits(instance.path(column));
        }
    }

    private record Place(JsonNode value, JsonNode id) {}

    private record Sorting(String column, boolean descending) {

        Comparator<ObjectNode> order() {
            return (a, b) -> compare(a, new Place(b.path(column), b.path("id")));
        }

        int compare(ObjectNode instance, Place place) {
            int byColumn = Filter.compare(instance.path(column), place.value());
            int byId = byColumn != 0 ? byColumn : Filter.compare(instance.path("id"), place.id());
            return descending ? -byId : byId;
        }
    }
}
