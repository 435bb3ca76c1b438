package io.gpushopper.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;

/** How log lines look on the console. */
enum LogFormat {
    /** For people. */
    TEXT {
        @Override
        JsonNode appender() {
            return Defaults.tree().at("/logging/appenders/0");
        }
    },
    /** One JSON object a line. */
    JSON {
        @Override
        JsonNode appender() {
            ObjectNode appender = JsonNodeFactory.instance.objectNode();
            appender.put("type", "console");
            appender.putObject("layout").put("type", "json").put("flattenMdc", true);
            return appender;
        }
    };

    /** The appender that writes so. */
    abstract JsonNode appender();

    /**
     * The format of that name, in whatever case.
     *
     * @throws IllegalArgumentException when the text is none of the words; the message is the rule
     */
    static LogFormat parse(String text) {
        return Arrays.stream(values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be text or json"));
    }
}
