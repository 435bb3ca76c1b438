package io.gpushopper.simulator.tensordock;

import java.util.Random;
import java.util.UUID;

/** UUIDs of version 4 whose bits come from a seed. */
final class RandomIds {

    private final Random random;

    RandomIds(Random random) {
        this.random = random;
    }

    String next() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
