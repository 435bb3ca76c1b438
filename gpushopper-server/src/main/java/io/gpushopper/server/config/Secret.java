package io.gpushopper.server.config;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;

/** A credential from the configuration. Only {@link #reveal()} gives the text. Immutable. */
public final class Secret {
    private final String text;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Secret(String text) {
        this.text = requireNonNull(text, "text");
    }

    /** The credential itself, for whoever needs it; keep it out of logs and messages. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "Secret[redacted]";
    }
}
