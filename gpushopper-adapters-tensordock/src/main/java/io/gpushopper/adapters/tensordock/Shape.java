package io.gpushopper.adapters.tensordock;

import java.util.List;
import java.util.Optional;

/**
 * The virtual CPUs and the memory that we rent with some GPUs: 8 and 32 GB for each, as other clients do, as far as the location has
 * them.
 *
 * @param vcpus an even number, at least 2
 * @param ramGb one of the sizes that TensorDock takes, at least 4
 */
record Shape(int vcpus, int ramGb) {
    /** The disk of every offer, in GB: TensorDock's smallest (docs, instance creation). */
    static final int DISK_GB = 100;

    private static final int VCPUS_PER_GPU = 8;
    private static final int RAM_GB_PER_GPU = 32;
    private static final int MIN_VCPUS = 2;
    private static final int MIN_RAM_GB = 4;
    // The list that a resize is checked against (clients read in 2026); a purchase was seen with members of it only.
    private static final List<Integer> RAM_SIZES =
            List.of(512, 256, 240, 224, 208, 192, 176, 160, 144, 128, 112, 96, 80, 64, 48, 32, 16, 10, 8, 6, 4, 2);

    /** Empty where the ceilings leave too little to work with. */
    static Optional<Shape> within(TensorDockLocationJson.Gpu row, int count) {
        int vcpus = Math.min(VCPUS_PER_GPU * count, row.maxVcpus()) / 2 * 2;
        int ramCeiling = Math.min(RAM_GB_PER_GPU * count, row.maxRamGb());
        int ramGb = RAM_SIZES.stream()
                .filter(size -> size <= ramCeiling)
                .findFirst()
                .orElse(0);
        if (vcpus < MIN_VCPUS || ramGb < MIN_RAM_GB || row.maxStorageGb() < DISK_GB) {
            return Optional.empty();
        }
        return Optional.of(new Shape(vcpus, ramGb));
    }
}
