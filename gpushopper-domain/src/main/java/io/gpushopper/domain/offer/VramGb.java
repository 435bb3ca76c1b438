package io.gpushopper.domain.offer;

import java.util.List;

/**
 * Memory of one GPU in GB, in the size its vendor sells it as.
 *
 * @param value whole GB, at least 1
 */
public record VramGb(int value) implements Comparable<VramGb> {
    private static final List<Integer> SOLD =
            List.of(2, 4, 6, 8, 10, 11, 12, 16, 20, 24, 32, 40, 48, 64, 80, 94, 96, 128, 141, 180, 192, 288);
    // The HTTP API shows sizes as they are sold: drivers report a little less than what is sold, or for ECC memory a
    // little more.
    private static final double TOLERANCE = 0.07;
    private static final double MIB_PER_GB = 1024.0;

    public VramGb {
        if (value < 1) {
            throw new IllegalArgumentException("a GPU has at least 1 GB");
        }
    }

    /** The nearest sold size within 7% of what the driver reports, else the figure itself, rounded. */
    public static VramGb fromMib(long mib) {
        double gb = mib / MIB_PER_GB;
        int nearest = SOLD.get(0);
        for (int size : SOLD) {
            if (Math.abs(size - gb) < Math.abs(nearest - gb)) {
                nearest = size;
            }
        }
        boolean close = Math.abs(nearest - gb) <= TOLERANCE * gb;
        return new VramGb(close ? nearest : (int) Math.min(Integer.MAX_VALUE, Math.max(1, Math.round(gb))));
    }

    @Override
    public int compareTo(VramGb other) {
        return Integer.compare(value, other.value);
    }
}
