package io.gpushopper.simulation;

import io.gpushopper.application.GpuShopper;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.testkit.FakeWorkQueue;
import io.gpushopper.testkit.SteppedThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One process of the deployment: it has the library, and whatever is kept in memory, to itself. Confined to one thread. */
final class Replica {
    private final GpuShopper library;
    private final Life life;
    private final SteppedThreads threads;
    private final FakeWorkQueue queue;
    private final Set<InstanceId> heard;
    private final WallClock wall;
    private final boolean pays;
    private boolean stands;

    Replica(
            GpuShopper library,
            Life life,
            SteppedThreads threads,
            FakeWorkQueue queue,
            Set<InstanceId> heard,
            WallClock wall,
            boolean pays) {
        this.library = library;
        this.life = life;
        this.threads = threads;
        this.queue = queue;
        this.heard = heard;
        this.wall = wall;
        this.pays = pays;
    }

    /** Its wall clock is set on by so much, or back by a negative time. */
    void setWallClock(Duration by) {
        wall.set(by);
    }

    /** Whether its credential is of the account that pays for what is bought. */
    boolean pays() {
        return pays;
    }

    GpuShopper library() {
        return library;
    }

    /** Lets it die in so many steps. */
    void dieIn(int steps, boolean afterEffect) {
        life.dieIn(steps, afterEffect);
    }

    /** Lets it stand still before one of its next steps, until what happens meanwhile is over. */
    void pauseIn(int steps, Runnable meanwhile) {
        life.pauseIn(steps, () -> standStill(meanwhile));
    }

    /** It stands still, in the midst of whatever it is doing. */
    void standStill(Runnable meanwhile) {
        boolean stoodBefore = stands;
        stands = true;
        try {
            meanwhile.run();
        } finally {
            stands = stoodBefore;
        }
    }

    /** Whether it lives and does not stand still. */
    boolean isAwake() {
        return !stands && !life.isOver();
    }

    boolean stands() {
        return stands;
    }

    boolean isDead() {
        return life.isOver();
    }

    /** Does one thing that is due; false when nothing is. */
    boolean step() {
        return threads.runNext() || queue.runDue() > 0;
    }

    Optional<Instant> nextDueAt() {
        return threads.nextDueAt();
    }

    /** The instances that it was told of since it was last asked. */
    Set<InstanceId> heard() {
        Set<InstanceId> news = Set.copyOf(heard);
        heard.clear();
        return news;
    }

    /** What its workers threw. */
    List<Throwable> failures() {
        return queue.failures();
    }

    void die() {
        life.end();
        threads.close();
        queue.stop(Duration.ZERO);
    }
}
