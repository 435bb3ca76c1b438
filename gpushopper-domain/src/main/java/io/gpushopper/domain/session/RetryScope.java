package io.gpushopper.domain.session;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which other offers may take the place of one that failed. */
public enum RetryScope {
    /** The same GPU model. */
    SAME_GPU,
    /** At least as much memory of one GPU. */
    SAME_VRAM,
    /** Any. */
    ANY;

    /** The word on the wire and in the store. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The scope of that word; empty when it is none. */
    public static Optional<RetryScope> parse(String word) {
        return Arrays.stream(values())
                .filter(scope -> scope.word().equals(word))
                .findFirst();
    }
}
