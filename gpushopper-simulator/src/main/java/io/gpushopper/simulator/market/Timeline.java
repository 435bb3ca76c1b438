package io.gpushopper.simulator.market;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What will happen to an instance by itself, in market time. Guarded by the world's lock. */
public final class Timeline {

    private final List<Step> steps = new ArrayList<>();

    /**
     * Plans a step.
     *
     * @param at age of the market at which it happens
     * @param happening what happens
     */
    public void plan(Duration at, Runnable happening) {
        steps.add(new Step(at, happening));
        steps.sort(Comparator.comparing(Step::at));
    }

    /** Forgets what was planned. */
    public void clear() {
        steps.clear();
    }

    void runDue(Duration age) {
        while (!steps.isEmpty() && steps.get(0).at().compareTo(age) <= 0) {
            steps.remove(0).happening().run();
        }
    }

    private record Step(Duration at, Runnable happening) {}
}
