package io.gpushopper.persistence;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The work queue in the database of the sessions: a lane each for those that live and those that end. Thread-safe. */
final class DurableQueue implements WorkQueue {
    private static final Logger LOG = LoggerFactory.getLogger(DurableQueue.class);
    /** Health goes red when the queue has not looked for overdue sessions for so long (docs/no-orphans.md, The numbers). */
    private static final Duration PASS_OVERDUE = Duration.ofMinutes(5);
    /** Or when a session should have been looked at so long ago. */
    private static final Duration SESSION_OVERDUE = Duration.ofMinutes(5);

    private final Database database;
    private final StoreSettings settings;
    private final QueueKeeper keeper;
    private volatile @Nullable Running running;

    /** What exists between start and stop. */
    private record Running(Map<Lane, LaneScheduler> lanes, ScheduledExecutorService keeping) {}

    DurableQueue(Database database, StoreSettings settings) {
        this.database = requireNonNull(database, "database");
        this.settings = requireNonNull(settings, "settings");
        keeper = new QueueKeeper(database, settings.clock());
    }

    @Override
    public synchronized void start(Consumer<SessionId> worker) {
        requireNonNull(worker, "worker");
        if (running != null) {
            throw new IllegalStateException("the work queue runs already");
        }
        if (database.kind() == Database.Kind.H2) {
            int released = database.write(Durability.COMMITTED, TaskRows::releaseAll);
            LOG.debug("{} tasks of an earlier run are released", released);
        }
        keeper.pass();
        Map<Lane, LaneScheduler> lanes = new EnumMap<>(Lane.class);
        for (Lane lane : Lane.values()) {
            int threads = lane == Lane.ENDS ? settings.endWorkers() : settings.workers();
            lanes.put(
                    lane, new LaneScheduler(lane, database, settings.clock(), settings.processName(), threads, worker));
        }
        ScheduledExecutorService keeping = Executors.newSingleThreadScheduledExecutor(WorkerPool.named("queue-keeper"));
        long pause = QueueKeeper.EVERY.toMillis();
        var unused = keeping.scheduleWithFixedDelay(keeper, pause, pause, TimeUnit.MILLISECONDS);
        running = new Running(lanes, keeping);
        lanes.values().forEach(LaneScheduler::start);
    }

    @Override
    public synchronized void stop(Duration atMost) {
        Running stopped = running;
        if (stopped == null) {
            return;
        }
        running = null;
        stopped.keeping().shutdown();
        stopped.lanes().values().forEach(LaneScheduler::close);
        Instant end = settings.clock().instant().plus(atMost);
        for (LaneScheduler lane : stopped.lanes().values()) {
            Duration left = Duration.between(settings.clock().instant(), end);
            lane.stop(left.isNegative() ? Duration.ZERO : left);
        }
    }

    /** A session was written by this process: when it is due, its lane need not wait for the next poll. */
    void written(Session session) {
        Running now = running;
        Instant at = session.nextActAt();
        if (now != null && at != null && !at.isAfter(settings.clock().instant())) {
            requireNonNull(now.lanes().get(Lane.of(session))).wake();
        }
    }

    int overdue() {
        return keeper.overdue();
    }

    boolean isOnTime() {
        Instant red = keeper.lastPass().plus(PASS_OVERDUE);
        boolean looked = settings.clock().instant().isBefore(red);
        return running == null || (looked && keeper.longestOverdue().compareTo(SESSION_OVERDUE) < 0);
    }
}
