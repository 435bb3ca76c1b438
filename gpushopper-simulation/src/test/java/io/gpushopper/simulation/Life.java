package io.gpushopper.simulation;

import java.util.function.Supplier;

/**
 * The life of one process: it ends at a step that the seed chose, before or after that step has its effect, and from then on nothing
 * that the process does has any. It may also stand still before such a step, while all others go on: a pause of its garbage
 * collector, or of whoever runs it. Confined to one thread.
 */
final class Life {
    private long stepsLeft = Long.MAX_VALUE;
    private long stepsToPause = Long.MAX_VALUE;
    private Runnable pause = () -> {};
    private boolean afterEffect;
    private boolean dead;

    /** Lets it die in so many steps. */
    void dieIn(int steps, boolean afterEffect) {
        this.stepsLeft = steps;
        this.afterEffect = afterEffect;
    }

    /** Lets it stand still in so many steps, until that is over. */
    void pauseIn(int steps, Runnable meanwhile) {
        this.stepsToPause = steps;
        this.pause = meanwhile;
    }

    void end() {
        dead = true;
    }

    boolean isOver() {
        return dead;
    }

    <T> T step(Supplier<T> effect) {
        standStill();
        if (dead) {
            throw new ProcessDied();
        }
        stepsLeft--;
        if (stepsLeft > 0) {
            return effect.get();
        }
        if (afterEffect) {
            // It lives until then: whatever sees the effect sees that of a process that is alive.
            Object unheard = effect.get();
            if (unheard == null) {
                throw new IllegalStateException("every step gives something");
            }
        }
        dead = true;
        throw new ProcessDied();
    }

    private void standStill() {
        stepsToPause--;
        if (stepsToPause == 0 && !dead) {
            pause.run();
        }
    }
}
