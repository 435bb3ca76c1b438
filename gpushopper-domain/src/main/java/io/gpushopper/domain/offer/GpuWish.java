package io.gpushopper.domain.offer;

import static java.util.Objects.requireNonNull;

/**
 * The GPU that a shopper asks for: a model, or a family such as {@code A100} with all its variants. Two spellings of one wish are equal:
 * case, spaces, {@code _}, {@code -} and a leading {@code NVIDIA} or {@code GeForce} don't count.
 *
 * @param name a short name of the table, the key of a family, or the key of what the table doesn't know
 * @param meaning which of the three it is
 */
public record GpuWish(String name, Meaning meaning) {
    public GpuWish {
        requireNonNull(name, "name");
        requireNonNull(meaning, "meaning");
    }

    /** Reads a wish in any spelling. */
    public static GpuWish of(String asked) {
        String key = GpuNames.key(asked);
        if (GpuNames.isFamily(key)) {
            return new GpuWish(key, Meaning.FAMILY);
        }
        return GpuNames.shortName(asked)
                .map(known -> new GpuWish(known, Meaning.MODEL))
                .orElseGet(() -> new GpuWish(key, Meaning.UNKNOWN));
    }

    /** Whether the model is what is asked for. */
    public boolean isMetBy(GpuModel model) {
        return switch (meaning) {
            case MODEL -> model.name().equals(name);
            case FAMILY -> GpuNames.family(model.name()).filter(name::equals).isPresent();
            case UNKNOWN -> GpuNames.key(model.name()).equals(name);
        };
    }

    /** What a wish's name is. */
    public enum Meaning {
        /** One model of the table, by its short name. */
        MODEL,
        /** All variants of a family. */
        FAMILY,
        /** A spelling that the table doesn't know. */
        UNKNOWN
    }
}
