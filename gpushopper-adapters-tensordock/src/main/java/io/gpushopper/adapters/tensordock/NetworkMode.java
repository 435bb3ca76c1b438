package io.gpushopper.adapters.tensordock;

import java.util.Arrays;
import java.util.Optional;

/** How an instance is reached from outside. */
enum NetworkMode {
    /** An address of its own with all ports; may be refused for want of addresses. */
    DEDICATED_IP("dedicated"),
    /** One port of a shared address; a location was seen to ignore the wish. */
    PORT_FORWARD("forward");

    private final String word;

    NetworkMode(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    static Optional<NetworkMode> parse(String word) {
        return Arrays.stream(values()).filter(mode -> mode.word.equals(word)).findFirst();
    }
}
