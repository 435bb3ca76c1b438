package io.gpushopper.server.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.sdk.wire.SecretText;
import io.gpushopper.sdk.wire.WireJson;
import java.io.IOException;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes JSON Schemas of wire types. Confined to one thread. */
final class Schemas {
    private static final ObjectMapper MAPPER = WireJson.mapper();
    private static final Map<Class<?>, Map<String, String>> SIMPLE = Map.ofEntries(
            Map.entry(String.class, Map.of("type", "string")),
            Map.entry(SecretText.class, Map.of("type", "string", "format", "password")),
            Map.entry(Instant.class, Map.of("type", "string", "format", "date-time")),
            Map.entry(LocalDate.class, Map.of("type", "string", "format", "date")),
            Map.entry(BigDecimal.class, Map.of("type", "number")),
            Map.entry(Integer.class, Map.of("type", "integer", "format", "int32")),
            Map.entry(int.class, Map.of("type", "integer", "format", "int32")),
            Map.entry(Long.class, Map.of("type", "integer", "format", "int64")),
            Map.entry(long.class, Map.of("type", "integer", "format", "int64")),
            Map.entry(Boolean.class, Map.of("type", "boolean")),
            Map.entry(boolean.class, Map.of("type", "boolean")));

    private final Map<Class<? extends Record>, TypeDescription> described;

    Schemas(Map<Class<? extends Record>, TypeDescription> described) {
        this.described = described;
    }

    /** The name that a type has in the document. */
    static String name(Class<?> type) {
        return type.getSimpleName().replaceFirst("Json$", "");
    }

    static ObjectNode reference(Class<?> type) {
        return MAPPER.createObjectNode().put("$ref", "#/components/schemas/" + name(type));
    }

    /** Whatever is no schema of a wire type: keywords as they are, those of our own left to their readers. */
    static ObjectNode of(Map<String, Object> type, Map<String, Object> rules) {
        ObjectNode schema = MAPPER.createObjectNode();
        new TreeMap<>(type).forEach((keyword, value) -> schema.set(keyword, MAPPER.valueToTree(value)));
        rules.forEach((keyword, value) -> {
            if (!keyword.equals(Rule.ALWAYS)) {
                schema.set(keyword, MAPPER.valueToTree(value));
            }
        });
        return schema;
    }

    /**
     * The schema of a wire type.
     *
     * @throws IllegalStateException when one of its fields is not described, or one that it has not is
     */
    ObjectNode of(Class<? extends Record> type, TypeDescription description) {
        RecordComponent word = word(type);
        if (word != null) {
            return ofWords(type, description);
        }
        ObjectNode schema = MAPPER.createObjectNode().put("type", "object").put("description", description.about());
        ObjectNode properties = MAPPER.createObjectNode();
        ArrayNode required = MAPPER.createArrayNode();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component.getName());
            Described field = description.fields().get(name);
            if (field == null) {
                throw new IllegalStateException("nobody describes the field " + name + " of " + type.getName());
            }
            boolean always = field.isAlways() || isAlways(component);
            if (always) {
                required.add(name);
            }
            ObjectNode property = field(component.getGenericType(), field);
            properties.set(name, description.isRequest() && !always ? orNull(property) : property);
        }
        checkNames(type, description, properties);
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        schema.set("properties", properties);
        String example = description.example();
        return example == null
                ? schema
                : schema.set("examples", MAPPER.createArrayNode().add(parsed(example)));
    }

    private static void checkNames(Class<?> type, TypeDescription description, ObjectNode properties) {
        description.fields().keySet().forEach(name -> {
            if (!properties.has(name)) {
                throw new IllegalStateException(type.getName() + " has no field " + name);
            }
        });
    }

    private ObjectNode field(Type type, Described field) {
        ObjectNode schema = ofType(type);
        ObjectNode rules = of(Map.of(), field.rules());
        // What a list's rules say holds for what is in it, unless they are about the list.
        boolean isList = "array".equals(schema.path("type").asText());
        rules.properties().forEach(rule -> {
            boolean ofItems = isList && List.of("minimum", "maximum", "enum").contains(rule.getKey());
            ((ObjectNode) (ofItems ? schema.path("items") : schema)).set(rule.getKey(), rule.getValue());
        });
        return schema.put("description", field.about());
    }

    private ObjectNode ofType(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            Type[] arguments = parameterized.getActualTypeArguments();
            ObjectNode schema = MAPPER.createObjectNode();
            if (parameterized.getRawType() == List.class) {
                return schema.put("type", "array").set("items", ofType(arguments[0]));
            }
            if (parameterized.getRawType() == Map.class && arguments[0] == String.class) {
                return schema.put("type", "object").set("additionalProperties", ofType(arguments[1]));
            }
        }
        Map<String, String> simple = type instanceof Class<?> plain ? SIMPLE.get(plain) : null;
        if (simple != null) {
            return of(Map.copyOf(simple), Map.of());
        }
        if (type instanceof Class<?> plain && described.containsKey(plain)) {
            return reference(plain);
        }
        throw new IllegalStateException("nobody describes " + type.getTypeName());
    }

    private static ObjectNode ofWords(Class<? extends Record> type, TypeDescription description) {
        List<String> words = Arrays.stream(type.getDeclaredFields())
                .filter(field -> field.getType() == type && Modifier.isStatic(field.getModifiers()))
                .map(Schemas::constant)
                .toList();
        return of(Map.of("type", "string"), Rule.all(Rule.words(words))).put("description", description.about());
    }

    private static String constant(Field field) {
        try {
            return MAPPER.valueToTree(field.get(null)).asText();
        } catch (IllegalAccessException hidden) {
            throw new IllegalStateException(hidden);
        }
    }

    /** The component that stands for the whole; null when the record is an object. */
    private static @Nullable RecordComponent word(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> isAnnotated(component.getAccessor()))
                .findFirst()
                .orElse(null);
    }

    private static boolean isAnnotated(AccessibleObject accessor) {
        return accessor.isAnnotationPresent(JsonValue.class);
    }

    private static boolean isAlways(RecordComponent component) {
        JsonInclude include = component.getAccessor().getAnnotation(JsonInclude.class);
        return !component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                && (include == null || include.value() == JsonInclude.Include.ALWAYS);
    }

    private static ObjectNode orNull(ObjectNode schema) {
        if (schema.has("type")) {
            String type = schema.path("type").asText();
            schema.putArray("type").add(type).add("null");
        }
        if (schema.get("enum") instanceof ArrayNode words) {
            words.addNull();
        }
        return schema;
    }

    private static JsonNode parsed(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException broken) {
            throw new IllegalStateException("no JSON: " + json, broken);
        }
    }
}
