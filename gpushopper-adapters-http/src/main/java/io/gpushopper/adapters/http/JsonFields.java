package io.gpushopper.adapters.http;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A JSON value of a provider, read without trust: a field that is absent, null, empty or of another type is not there, numbers may
 * stand in quotes, {@code NaN} is no number, text is trimmed, unknown fields are ignored, and of a field that occurs twice the last
 * counts. Immutable.
 */
public final class JsonFields {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    // No figure of a provider is longer; a scale in the millions would cost memory and time in every sum.
    private static final int MAX_PLACES = 30;
    private static final int MAX_DIGITS = 40;

    private final JsonNode node;

    public JsonFields(JsonNode node) {
        this.node = requireNonNull(node, "node");
    }

    /** Empty when the text is no JSON, or no text at all. */
    public static Optional<JsonFields> parse(String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new JsonFields(MAPPER.readTree(text)));
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    /** The raw value, for shapes that the other methods don't read. */
    public JsonNode node() {
        return node;
    }

    public boolean isObject() {
        return node.isObject();
    }

    public boolean isArray() {
        return node.isArray();
    }

    /** The names of its fields, in their order; none when it is no object. */
    public List<String> names() {
        return node.properties().stream().map(Map.Entry::getKey).toList();
    }

    /** Whether the field is there, maybe null. */
    public boolean has(String name) {
        return node.has(name);
    }

    /** Whether the field is there and null. */
    public boolean isNull(String name) {
        return node.has(name) && node.get(name).isNull();
    }

    /** Whether the field is text or a number, or not there, or null: of no other kind, which would be something that we don't know. */
    public boolean isTextIfAny(String name) {
        return !node.hasNonNull(name)
                || node.get(name).isTextual()
                || text(name).isPresent();
    }

    /** The value of a field; one that is no object and no array when it is not there. */
    public JsonFields at(String name) {
        JsonNode found = node.get(name);
        return new JsonFields(found == null ? MissingNode.getInstance() : found);
    }

    /** The elements of an array; empty for anything else. */
    public List<JsonFields> elements() {
        List<JsonFields> all = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(element -> all.add(new JsonFields(element)));
        }
        return List.copyOf(all);
    }

    /** The trimmed text of a text or number; empty when it is blank, neither, or a number that is none. */
    public Optional<String> text(String name) {
        return at(name).text();
    }

    private Optional<String> text() {
        if (!node.isTextual() && !isFinite(node)) {
            return Optional.empty();
        }
        String text = node.asText().strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static boolean isFinite(JsonNode value) {
        return value.isNumber() && (!value.isDouble() || Double.isFinite(value.doubleValue()));
    }

    /** The exact number. */
    public Optional<BigDecimal> decimal(String name) {
        return at(name).decimal();
    }

    /** The exact number that this value is, or that it has in quotes; empty where it is none of a size that a figure has. */
    public Optional<BigDecimal> decimal() {
        return text().flatMap(JsonFields::number);
    }

    /** The number without its fraction. */
    public OptionalLong integer(String name) {
        Optional<BigDecimal> number = decimal(name);
        if (number.isEmpty() || number.get().abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(number.get().longValue());
    }

    /** The number without its fraction, where it fits. */
    public OptionalInt smallInteger(String name) {
        OptionalLong number = integer(name);
        return number.isPresent() && (int) number.getAsLong() == number.getAsLong()
                ? OptionalInt.of((int) number.getAsLong())
                : OptionalInt.empty();
    }

    /** True, false, either in quotes, or a number, of which 0 is false. */
    public Optional<Boolean> flag(String name) {
        JsonNode found = node.get(name);
        if (found == null) {
            return Optional.empty();
        }
        if (found.isBoolean()) {
            return Optional.of(found.booleanValue());
        }
        Optional<String> word = text(name).map(text -> text.toLowerCase(Locale.ROOT));
        if (word.filter(text -> text.equals("true") || text.equals("false")).isPresent()) {
            return word.map(Boolean::valueOf);
        }
        return decimal(name).map(number -> number.signum() != 0);
    }

    private static Optional<BigDecimal> number(String text) {
        if (text.length() > MAX_DIGITS) {
            return Optional.empty();
        }
        try {
            BigDecimal number = new BigDecimal(text);
            return Math.abs((long) number.scale()) <= MAX_PLACES ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    /** The type only: a provider's JSON may hold secrets. */
    @Override
    public String toString() {
        return "JsonFields[" + node.getNodeType() + "]";
    }
}
