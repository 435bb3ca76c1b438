package io.gpushopper.simulator.vastai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.simulator.http.HttpAnswer;
import io.gpushopper.simulator.http.HttpCall;
import io.gpushopper.simulator.http.Json;
import io.gpushopper.simulator.market.Endpoint.Effect;
import io.gpushopper.simulator.vastai.Filter.Operator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The templates, which never change, and how a create begins with one. Source: docs/PROVIDERS.md, Vast.ai: templates. Immutable. */
final class VastAiTemplates {

    private static final JsonNode ALL = read();

    private VastAiTemplates() {}

    /**
     * What matches {@code select_filters}; {@code select_cols} is ignored.
     *
     * @throws Refused if a filter is none
     */
    static HttpAnswer page(HttpCall call, Effect effect) {
        String text = call.parameter("select_filters").orElse("{}");
        JsonNode filters = Json.parse(text)
                .orElseThrow(() -> new Refused(VastAiAnswers.invalidRequest("select_filters is not valid json")));
        ArrayNode found = Json.array();
        ALL.forEach(template -> {
            if (effect == Effect.TAKEN && admits(filters, template)) {
                found.add(template);
            }
        });
        ObjectNode answer = Json.object().put("success", true).put("templates_found", found.size());
        answer.set("templates", found);
        return HttpAnswer.json(200, answer);
    }

    /**
     * The order with what its template says where it says nothing itself; variables of both are merged.
     *
     * @throws Refused if there is no such template
     */
    static JsonNode applied(long ask, JsonNode order) {
        boolean byHash = order.hasNonNull("template_hash_id");
        if (!byHash && !order.hasNonNull("template_id")) {
            return order;
        }
        String wanted = order.path(byHash ? "template_hash_id" : "template_id").asText();
        JsonNode template = find(byHash ? "hash_id" : "id", wanted)
                .orElseThrow(() -> new Refused(VastAiAnswers.invalidCreate(ask, "no such template " + wanted)));
        ObjectNode merged = Json.object();
        String tag = template.path("tag").asText("");
        merged.put("image", template.path("image").asText() + (tag.isEmpty() ? "" : ":" + tag));
        merged.put("runtype", runtype(template));
        merged.put("onstart", template.path("onstart").asText(""));
        merged.put("args_str", template.path("args_str").asText(""));
        order.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                merged.set(field.getKey(), field.getValue());
            }
        });
        ObjectNode env = Json.object();
        environment(template.path("env").asText("")).forEach(env::put);
        order.path("env").properties().forEach(variable -> env.set(variable.getKey(), variable.getValue()));
        merged.set("env", env);
        merged.set("template_id", template.path("id"));
        merged.set("template_hash_id", template.path("hash_id"));
        merged.set("template_name", template.path("name"));
        return merged;
    }

    private static Optional<JsonNode> find(String column, String value) {
        return StreamSupport.stream(ALL.spliterator(), false)
                .filter(template -> template.path(column).asText().equals(value))
                .findFirst();
    }

    private static String runtype(JsonNode template) {
        String runtype = template.path("runtype").asText("args");
        boolean direct = template.path("ssh_direct").asBoolean();
        return runtype.equals("ssh") && direct ? "ssh_direct" : runtype;
    }

    /** Flags as a shell splits them, as far as the templates here need it: a value in quotes has no quote inside. */
    private static Map<String, String> environment(String flags) {
        Map<String, String> env = new LinkedHashMap<>();
        String[] words = flags.split(" +(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
        for (int i = 0; i + 1 < words.length; i += 2) {
            String value = words[i + 1].replace("\"", "");
            int equals = value.indexOf('=');
            if (words[i].equals("-e") && equals > 0) {
                env.put(value.substring(0, equals), value.substring(equals + 1));
            } else {
                env.put(words[i] + " " + value, "1");
            }
        }
        return env;
    }

    private static boolean admits(JsonNode filters, JsonNode template) {
        for (Map.Entry<String, JsonNode> column : filters.properties()) {
            JsonNode value = template.path(column.getKey());
            for (Map.Entry<String, JsonNode> relation : column.getValue().properties()) {
                Operator operator = Operator.find(relation.getKey())
                        .orElseThrow(() -> new Refused(
                                VastAiAnswers.invalidRequest(relation.getKey() + " is not a valid operator")));
                if (value.isMissingNode() || !new Filter(operator, relation.getValue()).admits(value)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static JsonNode read() {
        try (InputStream in = VastAiTemplates.class.getResourceAsStream("templates.json")) {
            if (in == null) {
                throw new IllegalStateException("the templates are missing");
            }
            return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
