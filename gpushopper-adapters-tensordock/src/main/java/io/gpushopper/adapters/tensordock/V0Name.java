package io.gpushopper.adapters.tensordock;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.offer.VramGb;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * TensorDock's key of a GPU model, {@code <model>-<bus>-<vram>gb}, such as {@code geforcertx4090-pcie-24gb}.
 *
 * @param value as it stands in the listing and in a purchase
 */
record V0Name(String value) {
    private static final Pattern MEMORY = Pattern.compile("([1-9]\\d{0,3})\\s*gb", Pattern.CASE_INSENSITIVE);

    V0Name {
        requireNonNull(value, "value");
    }

    GpuModel model() {
        return GpuModel.of(value);
    }

    /** Memory of one GPU as the key tells it, or else as the text for people does; empty when neither does. */
    Optional<VramGb> vram(String displayName) {
        return memory(value).or(() -> memory(displayName));
    }

    private static Optional<VramGb> memory(String text) {
        Matcher memory = MEMORY.matcher(text);
        return memory.find() ? Optional.of(new VramGb(Integer.parseInt(memory.group(1)))) : Optional.empty();
    }
}
