package io.gpushopper.server.config;

import org.jspecify.annotations.Nullable;

/**
 * The server can't start, or can't go on, as it is set up. The message is one line that names the setting and says what to do,
 * without secrets; the cause is for the debug log only.
 */
public final class StartupException extends RuntimeException {
    public StartupException(String line) {
        this(line, null);
    }

    /** With what led to it; null when nothing did. */
    public StartupException(String line, @Nullable Throwable cause) {
        super(line.replaceAll("\\s+", " ").strip(), cause);
    }
}
