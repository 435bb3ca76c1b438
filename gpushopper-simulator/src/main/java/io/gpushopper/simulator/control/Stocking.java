package io.gpushopper.simulator.control;

import io.gpushopper.simulator.market.ProviderName;
import io.gpushopper.simulator.market.SimulatedProvider;
import io.gpushopper.simulator.market.World;
import java.util.List;

/**
 * How the world is filled: from a seed, with so many offers of all providers together. Guarded by the world's lock.
 */
public final class Stocking {

    // Four in five offers are Vast.ai's. TensorDock lists all of its stock in one body, which stays under 1 MB.
    private static final int ONE_IN = 5;
    private static final int MOST_TENSORDOCK_ROWS = 2_000;

    private final World world;
    private final List<SimulatedProvider> providers;
    private long seed;
    private int offers;

    /**
     * A world to be filled.
     *
     * @param world the world
     * @param providers the providers in it
     */
    public Stocking(World world, List<SimulatedProvider> providers) {
        this.world = world;
        this.providers = List.copyOf(providers);
    }

    /**
     * Empties the world and fills it.
     *
     * @param newSeed the same seed gives the same market
     * @param newOffers how many offers, from 0
     * @throws IllegalArgumentException if the number is negative
     */
    public void fill(long newSeed, int newOffers) {
        if (newOffers < 0) {
            throw new IllegalArgumentException("offers must be 0 or more");
        }
        seed = newSeed;
        offers = newOffers;
        world.clear();
        int tensorDock = Math.min(MOST_TENSORDOCK_ROWS, newOffers / ONE_IN);
        for (SimulatedProvider provider : providers) {
            boolean isTensorDock = provider.name() == ProviderName.TENSORDOCK;
            provider.restock(newSeed, isTensorDock ? tensorDock : newOffers - tensorDock);
        }
    }

    long seed() {
        return seed;
    }

    int offers() {
        return offers;
    }
}
