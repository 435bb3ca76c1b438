package io.gpushopper.simulator.market;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The simulated providers. */
public enum ProviderName {
    /** Vast.ai. */
    VASTAI,
    /** TensorDock. */
    TENSORDOCK;

    /**
     * The word the control API uses.
     *
     * @return {@code vastai} or {@code tensordock}
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The provider of a word.
     *
     * @param word any text
     * @return its provider; empty if it names none
     */
    public static Optional<ProviderName> find(String word) {
        return Arrays.stream(values()).filter(name -> name.word().equals(word)).findFirst();
    }
}
