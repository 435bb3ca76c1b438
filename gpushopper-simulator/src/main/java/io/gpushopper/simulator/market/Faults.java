package io.gpushopper.simulator.market;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The faults that are set, first come first served. Guarded by the world's lock. */
public final class Faults {

    private final List<Fault> faults = new ArrayList<>();

    /**
     * Sets a fault behind those already set.
     *
     * @param fault the fault
     */
    public void add(Fault fault) {
        faults.add(fault);
    }

    /**
     * Lifts faults.
     *
     * @param which those to lift
     * @return how many were lifted
     */
    public int remove(Predicate<Fault> which) {
        int before = faults.size();
        faults.removeIf(which);
        return before - faults.size();
    }

    /**
     * What is set and not used up.
     *
     * @return the faults in their order
     */
    public List<Fault> all() {
        return List.copyOf(faults);
    }

    Optional<Fault> take(ProviderName provider, Operation operation) {
        for (int i = 0; i < faults.size(); i++) {
            Fault fault = faults.get(i);
            if (fault.isFor(provider, operation)) {
                if (fault.times() == 1) {
                    faults.remove(i);
                } else {
                    faults.set(i, fault.oneLess());
                }
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }
}
