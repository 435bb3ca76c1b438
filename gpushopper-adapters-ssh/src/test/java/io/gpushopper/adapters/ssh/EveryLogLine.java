package io.gpushopper.adapters.ssh;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Collects what the client's side of a test logs, at every level, until closed. */
final class EveryLogLine extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final List<String> CLIENT_SIDE = List.of("net.schmizz", "com.hierynomus", "io.gpushopper");

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<Logger> watched = new ArrayList<>();

    static EveryLogLine capture() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        EveryLogLine everyLine = new EveryLogLine();
        everyLine.setContext(context);
        everyLine.start();
        for (String name : CLIENT_SIDE) {
            Logger logger = context.getLogger(name);
            logger.setLevel(Level.TRACE);
            logger.setAdditive(false);
            logger.addAppender(everyLine);
            everyLine.watched.add(logger);
        }
        return everyLine;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getFormattedMessage());
        if (event.getThrowableProxy() != null) {
            lines.add(String.valueOf(event.getThrowableProxy().getMessage()));
        }
    }

    @Override
    public void close() {
        for (Logger logger : watched) {
            logger.detachAppender(this);
            logger.setAdditive(true);
            logger.setLevel(null);
        }
        stop();
    }
}
