package io.gpushopper.server.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The environment variables that the server reads, with the keys of the configuration that each sets. */
enum Variable {
    SERVER_HOST(Form.TEXT, "server.applicationConnectors.0.bindHost,server.adminConnectors.0.bindHost"),
    SERVER_PORT(Form.PORT, "server.applicationConnectors.0.port"),
    ADMIN_PORT(Form.PORT, "server.adminConnectors.0.port"),
    DATABASE_PATH(Form.TEXT, "database.path"),
    DATABASE_URL(Form.TEXT, "database.url"),
    DATABASE_USER(Form.TEXT, "database.user"),
    DATABASE_PASSWORD(Form.TEXT, "database.password"),
    DEPLOYMENT_ID(Form.TEXT, "deployment.id"),
    ENCRYPTION_KEY(Form.TEXT, "encryption.key"),
    AUTH_TOKENS(Form.TOKENS, "auth.tokens"),
    AUTH_METRICS(Form.TEXT, "auth.metrics"),
    OBSERVE(Form.SWITCH, "engine.observe"),
    MAX_LIVE_INSTANCES(Form.COUNT, "engine.maxLiveInstances"),
    MAX_HOURLY_SPEND(Form.DOLLARS, "engine.maxHourlySpend"),
    MONTHLY_BUDGET(Form.DOLLARS, "budgets.monthly"),
    VASTAI_API_KEY(Form.TEXT, "providers.vastai.apiKey"),
    VASTAI_API_URL(Form.TEXT, "providers.vastai.url"),
    VASTAI_INTERRUPTIBLE(Form.SWITCH, "providers.vastai.interruptible"),
    TENSORDOCK_AUTH_ID(Form.TEXT, "providers.tensorDock.authId"),
    TENSORDOCK_API_TOKEN(Form.TEXT, "providers.tensorDock.apiToken"),
    TENSORDOCK_API_URL(Form.TEXT, "providers.tensorDock.url"),
    TENSORDOCK_BALANCE_URL(Form.TEXT, "providers.tensorDock.balanceUrl"),
    LOG_LEVEL(Form.LEVEL, "logging.level"),
    LOG_FORMAT(Form.LAYOUT, "logging.appenders.0");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_PORT = 65_535;
    private static final Set<String> LEVELS = Set.of("OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE", "ALL");

    private final Form form;
    private final String keys;

    Variable(Form form, String keys) {
        this.form = form;
        this.keys = keys;
    }

    /** The keys of the configuration that it sets, with positions in lists as numbers. */
    List<String> keys() {
        return List.of(keys.split(",", -1));
    }

    /**
     * What it sets them to.
     *
     * @throws StartupException when the text is none of its values
     */
    JsonNode read(String text) {
        String value = text.strip();
        try {
            return switch (form) {
                case TEXT -> new TextNode(value);
                case PORT -> port(value);
                case COUNT -> count(value);
                case SWITCH -> onOff(value);
                case DOLLARS -> dollars(value);
                case LEVEL -> level(value);
                case TOKENS -> tokens(value);
                case LAYOUT -> LogFormat.parse(value).appender();
            };
        } catch (IllegalArgumentException rule) {
            throw new StartupException(name() + " " + rule.getMessage() + ", got \"" + value + "\"", rule);
        }
    }

    /** The text is not shown again: tokens may be in it by mistake. */
    private JsonNode tokens(String text) {
        try {
            if (JSON.readTree(text) instanceof ArrayNode list) {
                return list;
            }
        } catch (JsonProcessingException malformed) {
            // Told below, without the text.
        }
        throw new StartupException(name() + " must be a JSON list of objects with name, sha256, role and consumerIds");
    }

    private static JsonNode port(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > MAX_PORT) {
            throw new IllegalArgumentException("must be a port from 1 to 65535, or 0 for a free one");
        }
        return new IntNode(Integer.parseInt(text));
    }

    private static JsonNode count(String text) {
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException("must be a whole number of at least 1");
        }
        return new IntNode(Integer.parseInt(text));
    }

    private static JsonNode onOff(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("must be true or false");
        }
        return BooleanNode.valueOf(text.equals("true"));
    }

    private static JsonNode dollars(String text) {
        if (!text.matches("\\d{1,9}(\\.\\d{1,6})?")) {
            throw new IllegalArgumentException("must be US dollars such as 50 or 12.50");
        }
        return new DecimalNode(new BigDecimal(text));
    }

    private static JsonNode level(String text) {
        String level = text.toUpperCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            throw new IllegalArgumentException("must be one of ERROR, WARN, INFO, DEBUG, TRACE");
        }
        return new TextNode(level);
    }

    /** How the text of a variable is read. */
    private enum Form {
        TEXT,
        PORT,
        COUNT,
        SWITCH,
        DOLLARS,
        LEVEL,
        TOKENS,
        LAYOUT
    }
}
