package io.gpushopper.domain.offer;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A GPU model by the vendor's short name without the maker, such as {@code RTX 4070 Ti SUPER} or {@code A100 SXM4}. Data-centre
 * cards carry their form where it is told; a form that is the only one is left out.
 *
 * @param name the short name
 */
public record GpuModel(String name) {
    // Drivers name the memory anywhere, and generations of cards that have but one.
    private static final Pattern BESIDE_THE_MODEL =
            Pattern.compile("\\b(\\d+ ?GB|HBM\\d?e?|Generation|Blackwell|(Server|Workstation) Edition)\\b");

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

    /**
     * The model that a driver names, such as {@code NVIDIA A100-SXM4-80GB}, {@code NVIDIA A100 80GB PCIe} or {@code NVIDIA RTX 6000 Ada
     * Generation}; empty when the table doesn't know it.
     */
    public static Optional<GpuModel> ofDriver(String name) {
        return GpuNames.shortName(name)
                .or(() -> GpuNames.shortName(BESIDE_THE_MODEL.matcher(name).replaceAll(" ")))
                .map(GpuModel::new);
    }

    /** Whether both names can be of one card: they are the same, or one tells the family without the form that the other has. */
    public boolean mayBe(GpuModel other) {
        return equals(other) || isBare(other) || other.isBare(this);
    }

    /** Whether this is the name of the other's whole family. */
    private boolean isBare(GpuModel other) {
        return GpuNames.family(other.name).filter(GpuNames.key(name)::equals).isPresent();
    }

    @Override
    public String toString() {
        return name;
    }
}
