package io.gpushopper.domain.session;

import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.offer.OfferedGpus;
import java.util.List;
import java.util.Optional;

/** Whether an instance has the GPUs that are paid for, as far as its own {@code nvidia-smi} tells. Pure. */
final class GpuCheck {
    /** What is wrong with an instance that names no GPU yet: its driver may still be on its way. */
    static final String NONE_NAMED = "logged in, but its nvidia-smi names no GPU";

    private GpuCheck() {}

    /**
     * What is wrong with the GPUs, for people; empty when they are what is paid for. A name that isn't known proves nothing.
     *
     * @param named by {@code nvidia-smi}, at least one
     */
    static Optional<String> objection(OfferedGpus paid, List<String> named) {
        boolean right = named.size() == paid.count()
                && named.stream()
                        .map(GpuModel::ofDriver)
                        .flatMap(Optional::stream)
                        .allMatch(paid.model()::mayBe);
        return right
                ? Optional.empty()
                : Optional.of(paid.count() + " x " + paid.model() + " is paid for, and its nvidia-smi names "
                        + named.size() + ": " + String.join(", ", named));
    }
}
