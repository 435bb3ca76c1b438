package io.gpushopper.domain.offer;

import static java.util.Objects.requireNonNull;

/**
 * A GPU model by the vendor's short name without the maker, such as {@code RTX 4070 Ti SUPER} or {@code A100 SXM4}. Data-centre
 * cards carry their form where it is told; a form that is the only one is left out.
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

    /**
     * The model behind a provider's spelling, such as {@code RTX 4070S Ti}, {@code geforcertx4090-pcie-24gb} or {@code NVIDIA A40}; a
     * name that the table doesn't know survives as itself, trimmed.
     */
    public static GpuModel of(String spelling) {
        return new GpuModel(GpuNames.shortName(spelling).orElse(spelling.strip()));
    }

    @Override
    public String toString() {
        return name;
    }
}
