package io.gpushopper.domain.session;

import java.util.Locale;
import java.util.Optional;

/** How a session's instance is used. */
public enum LaunchMode {
    /** One logs in. */
    SSH,
    /** The image's own program serves at a port; nobody logs in. */
    ENTRYPOINT;

    /** The word on the wire and in the store. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty when the text is none of the words. */
    public static Optional<LaunchMode> parse(String word) {
        for (LaunchMode mode : values()) {
            if (mode.word().equals(word)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }
}
