package io.gpushopper.server.openapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.sdk.wire.ErrorJson;
import io.gpushopper.sdk.wire.WireJson;
import io.gpushopper.server.http.RequestIds;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a description as an OpenAPI 3.1 document; the same description gives the same text. Confined to one thread. */
final class OpenApiDocument {
    private static final ObjectMapper MAPPER = WireJson.mapper();
    private static final String ABOUT = """
            Finds GPU offers on several marketplaces, rents one as a session, proves over SSH that the machine is usable, \
            keeps the books, and ends it for certain.

            Times are RFC 3339 in UTC, money is US dollars. What there is nothing to say of is left out, never null. \
            Newer servers may add fields and words: let those pass that you don't know. Unknown fields and parameters of \
            a request are ignored; known ones that this server can't follow yet are refused with 400 `unsupported`. Every \
            answer that is no success has the shape of `Error`, also for a path (404) or a method (405) that there is none \
            of, and for a fault of the server (500).\
            """;

    private final ApiDescription description;
    private final Schemas schemas;

    private OpenApiDocument(ApiDescription description) {
        this.description = description;
        this.schemas = new Schemas(description.types());
    }

    /**
     * The document.
     *
     * @throws IllegalStateException when something of what it describes has no description
     */
    static ObjectNode of(ApiDescription description) {
        return new OpenApiDocument(description).whole();
    }

    private ObjectNode whole() {
        ObjectNode document = MAPPER.createObjectNode().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "GPU Shopper")
                .put("version", "v1")
                .put("description", ABOUT);
        document.putArray("servers").addObject().put("url", "/");
        ArrayNode tags = document.putArray("tags");
        Map<String, String> seen = new TreeMap<>();
        description.resources().forEach(resource -> {
            if (seen.put(resource.tag(), resource.about()) == null) {
                tags.addObject().put("name", resource.tag()).put("description", resource.about());
            }
        });
        document.set("paths", paths());
        document.set("components", components());
        return document;
    }

    private ObjectNode paths() {
        Map<String, Map<String, ObjectNode>> paths = new TreeMap<>();
        description
                .resources()
                .forEach(resource -> resource.operations()
                        .forEach(operation -> paths.computeIfAbsent(
                                        operation.endpoint().path(), path -> new TreeMap<>(Comparator.reverseOrder()))
                                .put(operation.endpoint().method(), operation(resource, operation))));
        ObjectNode all = MAPPER.createObjectNode();
        paths.forEach((path, operations) -> {
            ObjectNode item = all.putObject(path);
            operations.forEach(item::set);
        });
        return all;
    }

    private ObjectNode operation(ResourceDescription resource, OperationDescription operation) {
        ObjectNode node = MAPPER.createObjectNode()
                .put("operationId", operation.endpoint().operationId())
                .put("summary", operation.summary());
        node.putArray("tags").add(resource.tag());
        if (!operation.about().isEmpty()) {
            node.put("description", operation.about());
        }
        if (!operation.isOpen()) {
            ArrayNode security = node.putArray("security");
            security.addObject();
            security.addObject().putArray("token");
        }
        node.set("parameters", parameters(resource, operation));
        Class<? extends Record> body = operation.body();
        if (body != null) {
            ObjectNode content =
                    node.putObject("requestBody").put("required", true).putObject("content");
            content.putObject(OperationDescription.JSON).set("schema", Schemas.reference(body));
        }
        ObjectNode responses = node.putObject("responses");
        Map<Integer, ObjectNode> byStatus = new TreeMap<>();
        operation.answers().forEach((status, answer) -> byStatus.put(status, answer(answer)));
        operation.errors().forEach((status, when) -> byStatus.put(status, error(status, when)));
        byStatus.forEach((status, answer) -> responses.set(String.valueOf(status), answer));
        return node;
    }

    private static ArrayNode parameters(ResourceDescription resource, OperationDescription operation) {
        ArrayNode parameters = MAPPER.createArrayNode();
        for (String name : operation.endpoint().pathParameters()) {
            Described described = resource.pathParameters().get(name);
            if (described == null) {
                throw new IllegalStateException("nobody describes {" + name + "} of "
                        + operation.endpoint().path());
            }
            parameters.add(
                    parameter(name, "path", Map.of("type", "string"), described).put("required", true));
        }
        operation
                .parameters()
                .forEach(one -> parameters.add(parameter(one.name(), one.in(), one.type(), one.described())));
        parameters.addObject().put("$ref", "#/components/parameters/RequestId");
        return parameters;
    }

    private static ObjectNode parameter(String name, String in, Map<String, Object> type, Described described) {
        ObjectNode parameter = MAPPER.createObjectNode()
                .put("name", name)
                .put("in", in)
                .put("description", described.about())
                .put("required", described.isAlways());
        return parameter.set("schema", Schemas.of(type, described.rules()));
    }

    private static ObjectNode answer(OperationDescription.Answer answer) {
        ObjectNode node = MAPPER.createObjectNode().put("description", answer.about());
        ObjectNode headers = headers(node);
        answer.headers().forEach((name, about) -> header(headers, name, about, true));
        if (!answer.content().isEmpty()) {
            ObjectNode content = node.putObject("content");
            answer.content()
                    .forEach((mediaType, types) -> content.putObject(mediaType).set("schema", schema(types)));
        }
        return node;
    }

    private static ObjectNode schema(List<Class<? extends Record>> types) {
        if (types.size() == 1) {
            return Schemas.reference(types.get(0));
        }
        ObjectNode schema = MAPPER.createObjectNode();
        if (types.isEmpty()) {
            return schema.put("type", "string");
        }
        ArrayNode any = schema.putArray("anyOf");
        types.forEach(type -> any.add(Schemas.reference(type)));
        return schema;
    }

    private static ObjectNode error(int status, String when) {
        ObjectNode node = MAPPER.createObjectNode().put("description", when);
        ObjectNode headers = headers(node);
        if (status == 401) {
            header(headers, "WWW-Authenticate", "how to prove who you are", true);
        }
        if (status == 409 || status == 429 || status == 503) {
            header(headers, "Retry-After", "seconds to wait before it makes sense to ask again", false);
        }
        node.putObject("content")
                .putObject(OperationDescription.JSON)
                .set("schema", Schemas.reference(ErrorJson.class));
        return node;
    }

    private static ObjectNode headers(ObjectNode response) {
        ObjectNode headers = response.putObject("headers");
        headers.putObject(RequestIds.HEADER).put("$ref", "#/components/headers/RequestId");
        return headers;
    }

    private static void header(ObjectNode headers, String name, String about, boolean always) {
        headers.putObject(name)
                .put("description", about)
                .put("required", always)
                .putObject("schema")
                .put("type", "string");
    }

    private ObjectNode components() {
        ObjectNode components = MAPPER.createObjectNode();
        ObjectNode types = components.putObject("schemas");
        Map<String, ObjectNode> sorted = new TreeMap<>();
        description.types().forEach((type, told) -> sorted.put(Schemas.name(type), schemas.of(type, told)));
        sorted.forEach(types::set);
        ObjectNode id = components
                .putObject("parameters")
                .putObject("RequestId")
                .put("name", RequestIds.HEADER)
                .put("in", "header")
                .put("description", "an id of your own for the request; another form is ignored, and an id is made")
                .put("required", false);
        id.putObject("schema").put("type", "string");
        ObjectNode header = components
                .putObject("headers")
                .putObject("RequestId")
                .put("description", "the request's id, as in `request_id` of an error and in the server's log")
                .put("required", true);
        header.putObject("schema").put("type", "string").put("pattern", "^[A-Za-z0-9._-]{1,128}$");
        components
                .putObject("securitySchemes")
                .putObject("token")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "needed where the server has tokens configured");
        return components;
    }
}
