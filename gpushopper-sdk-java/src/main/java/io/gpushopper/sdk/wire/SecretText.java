package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/** Text that goes over the wire as it is and is never printed. Immutable. */
public final class SecretText {
    private final String text;

    private SecretText(String text) {
        this.text = requireNonNull(text, "text");
    }

    /** Wraps a secret. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static SecretText of(String text) {
        return new SecretText(text);
    }

    /** The secret itself. */
    @JsonValue
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecretText that && that.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "SecretText[redacted]";
    }
}
