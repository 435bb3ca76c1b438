package io.gpushopper.server.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.sdk.wire.ErrorType;
import io.gpushopper.sdk.wire.WireJson;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/** Reads request bodies: one JSON object of at most 1 MiB, of which every field of a wrong type is told at once. Thread-safe. */
public final class JsonBody {
    /** What the HTTP API takes at most. */
    static final int MAX_BYTES = 1 << 20;

    private static final ObjectMapper MAPPER = WireJson.mapper();

    private JsonBody() {}

    /**
     * The body as a wire type. Fields of a wrong type go to the problems, and are absent from what is given back.
     *
     * @throws RefusedException when it is too large or no JSON object
     */
    public static <T extends Record> T read(InputStream body, Class<T> type, Problems problems) {
        ObjectNode tree = tree(body);
        while (true) {
            try {
                return MAPPER.treeToValue(tree, type);
            } catch (JsonMappingException wrong) {
                String field = wrong.getPath().isEmpty()
                        ? null
                        : wrong.getPath().get(0).getFieldName();
                JsonNode value = field == null ? null : tree.remove(field);
                if (field == null || value == null) {
                    throw malformed("the body is not what the API describes");
                }
                problems.addInvalid(field, rule(type, field), shown(value));
            } catch (JsonProcessingException broken) {
                throw malformed("the body is not what the API describes");
            }
        }
    }

    /** A body that is larger than any may be. */
    static RefusedException tooLarge() {
        return ErrorAnswer.of(413, ErrorType.PAYLOAD_TOO_LARGE, "the body must be at most 1 MiB")
                .asException();
    }

    private static ObjectNode tree(InputStream body) {
        try {
            byte[] bytes = body.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw tooLarge();
            }
            if (MAPPER.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
            throw malformed("the body must be a JSON object");
        } catch (JsonProcessingException broken) {
            JsonLocation at = broken.getLocation();
            throw malformed("malformed JSON"
                    + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()));
        } catch (IOException lost) {
            throw malformed("the body could not be read to its end");
        }
    }

    private static RefusedException malformed(String error) {
        return ErrorAnswer.of(400, ErrorType.INVALID_REQUEST, error).asException();
    }

    private static String rule(Class<? extends Record> type, String field) {
        Class<?> wanted = Arrays.stream(type.getRecordComponents())
                .filter(component -> field.equals(
                        PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component.getName())))
                .<Class<?>>map(RecordComponent::getType)
                .findFirst()
                .orElse(Object.class);
        if (wanted == Integer.class) {
            return "must be a valid integer";
        }
        if (wanted == Boolean.class) {
            return "must be true or false";
        }
        if (Collection.class.isAssignableFrom(wanted)) {
            return "must be a list of integers";
        }
        if (Map.class.isAssignableFrom(wanted)) {
            return "must be an object of texts";
        }
        return Number.class.isAssignableFrom(wanted) ? "must be a valid number" : "must be a text";
    }

    /** A structure may hold secrets, and a text is shown without its quotes. */
    private static String shown(JsonNode value) {
        if (value.isContainerNode()) {
            return value.isArray() ? "a list" : "an object";
        }
        return value.asText();
    }
}
