package io.gpushopper.domain.offer;

import static java.util.Objects.requireNonNull;

/**
 * A GPU model by the vendor's short name without the maker, such as {@code RTX 4070 Ti SUPER} or {@code A100 SXM4}.
 *
 * @param name the short name
 */
public record GpuModel(String name) {
    public GpuModel {
        requireNonNull(name, "name");
        if (name.isBlank()) {
            throw new IllegalArgumentException("a GPU model has a name");
        }
    }

    /** The model behind a provider's spelling; a name that the table doesn't know survives as itself, trimmed. */
    public static GpuModel of(String spelling) {
        return new GpuModel(spelling.strip());
    }

    /**
     * Whether a shopper who asks for this text means this model: compared after normalisation, and a family name such as
     * {@code A100} means all its variants.
     */
    public boolean isMeantBy(String asked) {
        return name.equalsIgnoreCase(asked.strip());
    }

    @Override
    public String toString() {
        return name;
    }
}
