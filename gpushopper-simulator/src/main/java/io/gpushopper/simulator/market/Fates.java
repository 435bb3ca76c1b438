package io.gpushopper.simulator.market;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fates that wait for instances to be rented, first come first served. Guarded by the world's lock. */
public final class Fates {

    private final List<Fate> fates = new ArrayList<>();

    /**
     * Lets one more fate wait.
     *
     * @param fate for the next instances of its provider
     */
    public void add(Fate fate) {
        fates.add(fate);
    }

    /**
     * What waits.
     *
     * @return in the order in which it comes to pass
     */
    public List<Fate> all() {
        return List.copyOf(fates);
    }

    /** Lets nothing wait. */
    public void clear() {
        fates.clear();
    }

    /**
     * The fate of an instance that is being rented.
     *
     * @param provider who rents it out
     * @return its fate; empty if all goes well
     */
    public Optional<Fate> take(ProviderName provider) {
        for (int i = 0; i < fates.size(); i++) {
            Fate fate = fates.get(i);
            if (fate.provider() == provider) {
                if (fate.times() == 1) {
                    fates.remove(i);
                } else {
                    fates.set(i, fate.oneLess());
                }
                return Optional.of(fate);
            }
        }
        return Optional.empty();
    }
}
