package io.gpushopper.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.gpushopper.server.openapi.OpenApiResource;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The description of the API, held against what the server answers, and which of the described answers were seen. Stricter than the
 * description is to clients: an answer must have no field that isn't described. Thread-safe.
 */
public final class DescribedApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode DOCUMENT = document();
    private static final JsonNode STRICT_TYPES = strict(DOCUMENT.at("/components/schemas"));
    private static final Map<JsonNode, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();
    private static final JsonNode ERROR = JSON.createObjectNode().put("$ref", "#/components/schemas/Error");
    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();
    // Refused by the HTTP server before anybody knows which operation it is.
    private static final Set<Integer> OF_THE_PROTOCOL = Set.of(400, 414, 431);

    private DescribedApi() {}

    /** An operation as it is described. */
    record Operation(String path, String method, JsonNode described) {
        /** Every parameter, those by reference left out. */
        List<JsonNode> parameters() {
            List<JsonNode> parameters = new ArrayList<>();
            described.path("parameters").forEach(parameter -> {
                if (parameter.has("name")) {
                    parameters.add(parameter);
                }
            });
            return parameters;
        }

        boolean answers(int status) {
            return described.path("responses").has(String.valueOf(status));
        }

        /** The schema of its body; missing when it takes none. */
        JsonNode body() {
            JsonNode schema = described.at("/requestBody/content/application~1json/schema");
            return schema.isMissingNode()
                    ? schema
                    : DOCUMENT.at(schema.path("$ref").asText().substring(1));
        }

        @Override
        public String toString() {
            return method.toUpperCase(Locale.ROOT) + " " + path;
        }
    }

    static JsonNode whole() {
        return DOCUMENT;
    }

    static List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        DOCUMENT.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method ->
                                operations.add(new Operation(path.getKey(), method.getKey(), method.getValue()))));
        return operations;
    }

    /** What is described and no test has seen. */
    static Collection<String> unseen() {
        Set<String> unseen = new TreeSet<>();
        operations()
                .forEach(operation -> operation
                        .described()
                        .path("responses")
                        .fieldNames()
                        .forEachRemaining(status -> unseen.add(operation + " " + status)));
        unseen.removeAll(SEEN);
        return unseen;
    }

    /** Fails when the answer is not as described, and remembers it. */
    static void hold(HttpResponse<String> response) {
        String method = response.request().method();
        URI uri = response.request().uri();
        Map<String, List<String>> headers = response.headers().map();
        hold(method, uri.getRawPath(), response.statusCode(), headers, response.body());
    }

    /**
     * The same of an answer that came otherwise.
     *
     * @param headers by their names in lower case
     */
    public static void hold(String method, String path, int status, Map<String, List<String>> headers, String body) {
        String what = method + " " + path + " " + status + " " + body;
        if (Set.of("HEAD", "OPTIONS").contains(method)) {
            return;
        }
        Optional<Operation> operation = operation(method.toLowerCase(Locale.ROOT), path);
        if (operation.isEmpty() || !operation.get().answers(status) && OF_THE_PROTOCOL.contains(status)) {
            if (status < 400 || status >= 500) {
                throw new AssertionError("nobody describes " + what);
            }
            holdBody(what, ERROR, body);
            return;
        }
        JsonNode described = operation.get().described().path("responses").path(String.valueOf(status));
        if (described.isMissingNode()) {
            throw new AssertionError("its description knows no such status: " + what);
        }
        holdHeaders(what, described.path("headers"), headers);
        holdContent(what, described.path("content"), headers, body);
        SEEN.add(operation.get() + " " + status);
    }

    private static void holdHeaders(String what, JsonNode described, Map<String, List<String>> headers) {
        described.properties().forEach(header -> {
            JsonNode known = header.getValue().has("$ref")
                    ? DOCUMENT.at(header.getValue().path("$ref").asText().substring(1))
                    : header.getValue();
            if (known.path("required").asBoolean()
                    && !headers.containsKey(header.getKey().toLowerCase(Locale.ROOT))) {
                throw new AssertionError("without " + header.getKey() + ": " + what);
            }
        });
    }

    private static void holdContent(String what, JsonNode described, Map<String, List<String>> headers, String body) {
        if (described.isMissingNode()) {
            if (!body.isEmpty()) {
                throw new AssertionError("a body that is not described: " + what);
            }
            return;
        }
        String type =
                headers.getOrDefault("content-type", List.of("none")).get(0).replaceFirst(";.*", "");
        JsonNode schema = described.path(type).path("schema");
        if (schema.isMissingNode()) {
            throw new AssertionError("its description knows no media type " + type + ": " + what);
        }
        boolean isText = schema.has("type");
        if (!isText && !headers.containsKey("content-encoding")) {
            holdBody(what, schema, body);
        }
    }

    private static void holdBody(String what, JsonNode schema, String body) {
        Set<ValidationMessage> broken = SCHEMAS.computeIfAbsent(schema, DescribedApi::schema)
                .validate(read(body), context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
        if (!broken.isEmpty()) {
            throw new AssertionError("not as described: " + broken + " in " + what);
        }
    }

    private static Optional<Operation> operation(String method, String asked) {
        String path = asked.length() > 1 && asked.endsWith("/") ? asked.substring(0, asked.length() - 1) : asked;
        List<Operation> matches = operations().stream()
                .filter(operation -> operation.method().equals(method))
                .filter(operation -> Pattern.matches(
                        Pattern.compile("\\{\\w+}").matcher(operation.path()).replaceAll("[^/]+"), path))
                .toList();
        return matches.stream()
                .filter(operation -> !operation.path().contains("{"))
                .findFirst()
                .or(() -> matches.stream().findFirst());
    }

    private static JsonSchema schema(JsonNode described) {
        ObjectNode schema = (ObjectNode) read(described.toString().replace("#/components/schemas/", "#/$defs/"));
        schema.set("$defs", STRICT_TYPES);
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
    }

    /** The types, where an object has no other fields than those that are described. */
    private static JsonNode strict(JsonNode types) {
        JsonNode copy = read(types.toString().replace("#/components/schemas/", "#/$defs/"));
        copy.forEach(type -> {
            if (type.has("properties")) {
                ((ObjectNode) type).put("additionalProperties", false);
                type.path("properties").forEach(property -> ((ObjectNode) property).remove("x-not-yet"));
            }
        });
        return copy;
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException none) {
            throw new AssertionError("no JSON: " + json, none);
        }
    }

    private static JsonNode document() {
        return read(new String(new OpenApiResource(ServerApi::description).json(), StandardCharsets.UTF_8));
    }
}
