package io.gpushopper.server.config;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dropwizard.jackson.Jackson;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration: the defaults, under what the file says, under what the environment says. Immutable.
 */
public final class ConfigurationReader {
    private final ObjectMapper mapper =
            Jackson.newObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private final Validator validator;

    public ConfigurationReader(Validator validator) {
        this.validator = validator;
    }

    /**
     * What the server is to do.
     *
     * @param file a YAML file; null for none
     * @param environment the variables of the process
     * @param directory where {@code .env} may lie
     * @throws StartupException when something of it is wrong; the message names the setting
     */
    public ServerConfiguration read(@Nullable Path file, Map<String, String> environment, Path directory) {
        Map<String, String> variables = DotEnv.under(environment, directory);
        ObjectNode tree = Defaults.tree();
        if (file != null) {
            refuseSimpleServer(file, merge(tree, YamlFile.read(file, variables)));
            bindToLoopback(tree);
        }
        for (Variable variable : Variable.values()) {
            String text = variables.get(variable.name());
            if (text != null && !text.isBlank()) {
                variable.keys().forEach(key -> put(tree, key, variable.read(text)));
            }
        }
        return valid(mapped(tree, file), file);
    }

    /** Objects are merged, lists and values replace; a key without a value says nothing. */
    private static ObjectNode merge(ObjectNode under, ObjectNode over) {
        for (Map.Entry<String, JsonNode> entry : over.properties()) {
            JsonNode below = under.get(entry.getKey());
            if (below instanceof ObjectNode object && entry.getValue() instanceof ObjectNode given) {
                merge(object, given);
            } else if (!entry.getValue().isNull()) {
                under.set(entry.getKey(), entry.getValue());
            }
        }
        return under;
    }

    private static void refuseSimpleServer(Path file, ObjectNode tree) {
        String type = tree.at("/server/type").asText("default");
        if (!"default".equals(type)) {
            throw new StartupException(file + ": server.type must be default, got \"" + type
                    + "\": the admin pages have a port of their own");
        }
    }

    /** A connector that names no address is not meant for the whole world. */
    private static void bindToLoopback(ObjectNode tree) {
        for (String connectors : List.of("/server/applicationConnectors", "/server/adminConnectors")) {
            for (JsonNode connector : tree.at(connectors)) {
                if (connector instanceof ObjectNode object && !object.hasNonNull("bindHost")) {
                    object.put("bindHost", "127.0.0.1");
                }
            }
        }
    }

    private static void put(ObjectNode tree, String key, JsonNode value) {
        String[] path = key.split("\\.");
        JsonNode node = tree;
        for (String step : Arrays.asList(path).subList(0, path.length - 1)) {
            node = node instanceof ArrayNode list ? list.path(Integer.parseInt(step)) : node.path(step);
        }
        String last = path[path.length - 1];
        if (node instanceof ArrayNode list && list.size() > Integer.parseInt(last)) {
            list.set(Integer.parseInt(last), value);
        } else if (node instanceof ArrayNode list) {
            list.add(value);
        } else if (node instanceof ObjectNode object) {
            object.set(last, value);
        }
    }

    private ServerConfiguration mapped(ObjectNode tree, @Nullable Path file) {
        try {
            return mapper.treeToValue(tree, ServerConfiguration.class);
        } catch (UnrecognizedPropertyException unknown) {
            throw new StartupException(in(file) + "unknown key " + path(unknown) + ": " + suggestion(unknown), unknown);
        } catch (JsonMappingException unusable) {
            throw new StartupException(
                    in(file) + path(unusable) + ": " + firstLine(unusable.getOriginalMessage()), unusable);
        } catch (JsonProcessingException broken) {
            throw new StartupException(in(file) + firstLine(broken.getOriginalMessage()), broken);
        }
    }

    private ServerConfiguration valid(ServerConfiguration configuration, @Nullable Path file) {
        Set<ConstraintViolation<ServerConfiguration>> violations = validator.validate(configuration);
        if (!violations.isEmpty()) {
            throw new StartupException(in(file)
                    + violations.stream()
                            .map(violation -> violation.getPropertyPath() + " " + violation.getMessage())
                            .sorted()
                            .collect(joining("; ")));
        }
        return configuration;
    }

    private static String in(@Nullable Path file) {
        return file == null ? "configuration: " : file + ": ";
    }

    private static String path(JsonMappingException at) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : at.getPath()) {
            path.append(step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName());
        }
        return path.length() > 0 && path.charAt(0) == '.' ? path.substring(1) : path.toString();
    }

    private static String suggestion(UnrecognizedPropertyException unknown) {
        String known = unknown.getKnownPropertyIds() == null
                ? ""
                : unknown.getKnownPropertyIds().stream()
                        .map(String::valueOf)
                        .sorted()
                        .collect(joining(", "));
        return known.isEmpty() ? "remove it" : "remove it, or write one of " + known;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
