package io.gpushopper.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.gpushopper.server.config.StartupException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** The log until the server sets up its own, and of the simulator, which has no other. Confined to the start. */
final class Logging {
    private static final List<String> LEVELS = List.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE");
    private static final List<String> TALKATIVE = List.of("org.eclipse.jetty", "org.apache.sshd", "io.dropwizard");
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5p %logger{0} %m%n%rEx";

    private Logging() {}

    /**
     * Logs to the standard output.
     *
     * @throws StartupException when {@code LOG_LEVEL} or {@code LOG_FORMAT} is none of its words
     */
    static void configure(Map<String, String> variables) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Level level = Level.toLevel(word(variables, "LOG_LEVEL", "INFO", LEVELS));
        boolean json =
                word(variables, "LOG_FORMAT", "TEXT", List.of("TEXT", "JSON")).equals("JSON");
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setEncoder(encoder(context, json));
        console.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(console);
        root.setLevel(level);
        hush();
    }

    /** Quiets what tells of every login and connection, unless the log is to show all. */
    static void hush() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        if (context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getLevel().isGreaterOrEqual(Level.INFO)) {
            TALKATIVE.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        }
    }

    /** Writes out what waits to be written, whoever set it up. Nothing is logged afterwards. */
    static void flush() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, boolean json) {
        if (json) {
            JsonEncoder encoder = new JsonEncoder();
            encoder.setContext(context);
            encoder.start();
            return encoder;
        }
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        return encoder;
    }

    private static String word(Map<String, String> variables, String name, String otherwise, List<String> words) {
        String text = variables.getOrDefault(name, "").strip();
        String word = text.isEmpty() ? otherwise : text.toUpperCase(Locale.ROOT);
        if (!words.contains(word)) {
            throw new StartupException(name + " must be one of " + String.join(", ", words) + ", got \"" + text + "\"");
        }
        return word;
    }
}
