package io.gpushopper.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** The environment variables that the server reads, with the keys of the configuration that each sets. */
enum Variable {
    SERVER_HOST(Variable::text, "server.applicationConnectors.0.bindHost", "server.adminConnectors.0.bindHost"),
    SERVER_PORT(Variable::port, "server.applicationConnectors.0.port"),
    ADMIN_PORT(Variable::port, "server.adminConnectors.0.port"),
    DATABASE_PATH(Variable::text, "database.path"),
    DATABASE_URL(Variable::text, "database.url"),
    DATABASE_USER(Variable::text, "database.user"),
    DATABASE_PASSWORD(Variable::text, "database.password"),
    DEPLOYMENT_ID(Variable::text, "deployment.id"),
    ENCRYPTION_KEY(Variable::text, "encryption.key"),
    VASTAI_API_KEY(Variable::text, "providers.vastai.apiKey"),
    VASTAI_API_URL(Variable::text, "providers.vastai.url"),
    TENSORDOCK_AUTH_ID(Variable::text, "providers.tensorDock.authId"),
    TENSORDOCK_API_TOKEN(Variable::text, "providers.tensorDock.apiToken"),
    TENSORDOCK_API_URL(Variable::text, "providers.tensorDock.url"),
    TENSORDOCK_BALANCE_URL(Variable::text, "providers.tensorDock.balanceUrl"),
    LOG_LEVEL(Variable::level, "logging.level"),
    LOG_FORMAT(Variable::layout, "logging.appenders.0");

    private static final int MAX_PORT = 65_535;
    private static final Set<String> LEVELS = Set.of("OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE", "ALL");

    private final Function<String, JsonNode> reading;
    private final List<String> keys;

    Variable(Function<String, JsonNode> reading, String... keys) {
        this.reading = reading;
        this.keys = List.of(keys);
    }

    /** The keys of the configuration that it sets, with positions in lists as numbers. */
    List<String> keys() {
        return keys;
    }

    /**
     * What it sets them to.
     *
     * @throws StartupException when the text is none of its values
     */
    JsonNode read(String text) {
        try {
            return reading.apply(text.strip());
        } catch (IllegalArgumentException rule) {
            throw new StartupException(name() + " " + rule.getMessage() + ", got \"" + text.strip() + "\"");
        }
    }

    private static JsonNode text(String text) {
        return new TextNode(text);
    }

    private static JsonNode port(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > MAX_PORT) {
            throw new IllegalArgumentException("must be a port from 1 to 65535, or 0 for a free one");
        }
        return new IntNode(Integer.parseInt(text));
    }

    private static JsonNode level(String text) {
        String level = text.toUpperCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            throw new IllegalArgumentException("must be one of ERROR, WARN, INFO, DEBUG, TRACE");
        }
        return new TextNode(level);
    }

    private static JsonNode layout(String text) {
        return LogFormat.parse(text).appender();
    }

    static boolean isKnown(String name) {
        return Arrays.stream(values()).anyMatch(variable -> variable.name().equals(name));
    }
}
