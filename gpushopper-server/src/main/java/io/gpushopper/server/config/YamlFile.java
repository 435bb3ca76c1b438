package io.gpushopper.server.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.text.StringSubstitutor;
import org.apache.commons.text.lookup.StringLookupFactory;

/** An operator's configuration file, with <code>${NAME}</code> and <code>${NAME:-default}</code> put in from the environment. */
final class YamlFile {
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION));

    private YamlFile() {}

    /**
     * What the file says.
     *
     * @throws StartupException when it can't be read, or is not YAML with keys at its top
     */
    static ObjectNode read(Path file, Map<String, String> environment) {
        try {
            JsonNode tree = YAML.readTree(substituted(file, Files.readString(file), environment));
            if (tree.isMissingNode() || tree.isNull()) {
                return JsonNodeFactory.instance.objectNode();
            }
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw new StartupException(file + ": write keys such as \"database:\" at the top of the file");
        } catch (NoSuchFileException missing) {
            throw new StartupException(
                    "there is no configuration file " + file + ": give the path of one, or none", missing);
        } catch (JsonProcessingException malformed) {
            throw new StartupException(file + place(malformed) + ": malformed YAML: " + problem(malformed), malformed);
        } catch (IOException unreadable) {
            throw new StartupException(
                    "the configuration file " + file + " can't be read: make it readable text", unreadable);
        }
    }

    private static String substituted(Path file, String text, Map<String, String> environment) {
        StringSubstitutor substitutor =
                new StringSubstitutor(StringLookupFactory.INSTANCE.mapStringLookup(environment));
        substitutor.setEnableUndefinedVariableException(true);
        try {
            return substitutor.replace(text);
        } catch (IllegalArgumentException undefined) {
            String name = String.valueOf(undefined.getMessage()).replaceAll("(?s).*?'([^']*)'.*", "$1");
            throw new StartupException(
                    file + " uses ${" + name + "}, which is not set: set it, or write ${" + name + ":-default}",
                    undefined);
        }
    }

    private static String place(JsonProcessingException malformed) {
        JsonLocation location = malformed.getLocation();
        return location == null ? "" : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** The parser's own words without the text of the file, which may hold secrets. */
    private static String problem(JsonProcessingException malformed) {
        String message = malformed.getOriginalMessage();
        return message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("not YAML");
    }
}
