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
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipException;

/** Reads request bodies: one JSON object of at most 1 MiB, of which every field of a wrong type is told at once. Thread-safe. */
public final class JsonBody {
    /** What the HTTP API takes at most. */
    static final int MAX_BYTES = 1 << 20;

    // A client that is still sending hears no answer; one that sends more than this need not hear it.
    private static final int MOST_DROPPED = 8 * MAX_BYTES;

    private static final ObjectMapper MAPPER = WireJson.mapper();
    // No amount, price or share needs more, and arithmetic on an exponent of a thousand millions never ends.
    private static final int MOST_PLACES = 40;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private JsonBody() {}

    /**
     * The body as a wire type. Fields of a wrong type and those given twice go to the problems, and are absent from what is given back.
     *
     * @throws RefusedException when it is too large or no JSON object
     */
    public static <T extends Record> T read(InputStream body, Class<T> type, Problems problems) {
        ObjectNode tree = tree(body, problems);
        removeUnusable(tree, type, problems);
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

    /** A body that is larger than any may be, of which the rest is read to no end but that the client hears of it. */
    static RefusedException tooLarge(InputStream rest) {
        try {
            rest.skipNBytes(MOST_DROPPED);
        } catch (IOException | RuntimeException over) {
            // It has an end, or is broken: it is refused all the same.
        }
        return ErrorAnswer.of(413, ErrorType.PAYLOAD_TOO_LARGE, "the body must be at most 1 MiB")
                .asException();
    }

    /**
     * The whole body, unread.
     *
     * @throws RefusedException when it is too large or breaks off
     */
    public static byte[] bytes(InputStream body) {
        try {
            byte[] bytes = body.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw tooLarge(body);
            }
            return bytes;
        } catch (IOException lost) {
            throw malformed("the body could not be read to its end");
        } catch (RuntimeException undecodable) {
            if (undecodable.getCause() instanceof ZipException) {
                throw malformed("the body is not compressed as its Content-Encoding says");
            }
            throw undecodable;
        }
    }

    private static ObjectNode tree(InputStream body, Problems problems) {
        try {
            String text = text(bytes(body));
            if (MAPPER.readTree(text) instanceof ObjectNode object) {
                for (String field : RepeatedFields.of(text)) {
                    problems.add(
                            Reflected.of(field),
                            Reflected.of(field) + " must be given once, and so must each name in it");
                    object.remove(field);
                }
                return object;
            }
            throw malformed("the body must be a JSON object");
        } catch (CharacterCodingException noText) {
            throw malformed("the body must be text in UTF-8");
        } catch (JsonProcessingException broken) {
            throw malformed("malformed JSON" + place(broken));
        } catch (IOException unread) {
            throw new UncheckedIOException(unread);
        }
    }

    /** Jackson alone would take overlong forms, and other encodings than the one that JSON has. */
    private static String text(byte[] bytes) throws CharacterCodingException {
        CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        return text.length() > 0 && text.charAt(0) == BYTE_ORDER_MARK
                ? text.subSequence(1, text.length()).toString()
                : text.toString();
    }

    private static String place(JsonProcessingException broken) {
        JsonLocation at = broken.getLocation();
        return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    /** What no database keeps and no arithmetic ends with is told here once, whatever the field is for. */
    private static void removeUnusable(ObjectNode tree, Class<? extends Record> type, Problems problems) {
        for (RecordComponent component : type.getRecordComponents()) {
            String field = name(component);
            JsonNode value = tree.path(field);
            if (anywhere(value, JsonBody::isBrokenText) || fieldNames(value).anyMatch(JsonBody::isBroken)) {
                problems.add(field, field + " must be text without NUL characters and halves of surrogate pairs");
                tree.remove(field);
            } else if (anywhere(value, JsonBody::isEndless)) {
                problems.addInvalid(field, rule(type, field), "a number of too many places");
                tree.remove(field);
            }
        }
    }

    private static boolean anywhere(JsonNode value, Predicate<JsonNode> test) {
        return test.test(value) || children(value).anyMatch(child -> anywhere(child, test));
    }

    private static Stream<String> fieldNames(JsonNode value) {
        return Stream.concat(
                value.properties().stream().map(Map.Entry::getKey),
                children(value).flatMap(JsonBody::fieldNames));
    }

    private static Stream<JsonNode> children(JsonNode value) {
        return StreamSupport.stream(value.spliterator(), false);
    }

    private static boolean isBrokenText(JsonNode value) {
        return value.isTextual() && isBroken(value.textValue());
    }

    private static boolean isBroken(String text) {
        return text.codePoints()
                .anyMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    private static boolean isEndless(JsonNode value) {
        if (!value.isFloatingPointNumber()) {
            return false;
        }
        BigDecimal number = value.decimalValue();
        return Math.abs((long) number.scale()) > MOST_PLACES || number.precision() > 2 * MOST_PLACES;
    }

    private static String name(RecordComponent component) {
        return PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component.getName());
    }

    private static RefusedException malformed(String error) {
        return ErrorAnswer.of(400, ErrorType.INVALID_REQUEST, error).asException();
    }

    private static String rule(Class<? extends Record> type, String field) {
        Class<?> wanted = Arrays.stream(type.getRecordComponents())
                .filter(component -> field.equals(name(component)))
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
