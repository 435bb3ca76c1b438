package io.gpushopper.domain.session;

import io.gpushopper.domain.offer.OfferedGpus;
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

    /** Whether those GPUs may take the place of the first ones; never fewer of them. */
    boolean allows(OfferedGpus first, OfferedGpus other) {
        boolean alike = switch (this) {
            case SAME_GPU -> other.model().equals(first.model()) && hasVram(first, other);
            case SAME_VRAM -> hasVram(first, other);
            case ANY -> true;
        };
        return alike && other.count() >= first.count();
    }

    private static boolean hasVram(OfferedGpus first, OfferedGpus other) {
        return other.vram().value() >= first.vram().value();
    }

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
