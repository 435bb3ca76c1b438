package io.gpushopper.persistence;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.Waiter;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane of the queue at work: db-scheduler hands out what is due and keeps the picks alive, {@link TaskRows} says what
 * becomes of a task afterwards. Thread-safe.
 */
final class LaneScheduler {
    private static final Logger LOG = LoggerFactory.getLogger(LaneScheduler.class);

    // Passes are to begin at once, and a dead process is to be noticed in 20 s: db-scheduler's own defaults (10 s, 5
    // min,
    // 6 missed, 14 days) don't fit.
    private static final Duration POLL_EVERY = Duration.ofMillis(200);
    private static final Duration HEARTBEAT_EVERY = Duration.ofSeconds(5);
    private static final int DEAD_AFTER_MISSED = 4;
    private static final Duration NEVER = Duration.ofDays(36_500);
    /** After its worker threw, a session comes again no sooner than this. */
    static final Duration AGAIN_AFTER = Duration.ofSeconds(5);

    private final Lane lane;
    private final String name;
    private final Database database;
    private final InstantSource clock;
    private final Consumer<SessionId> worker;
    private final WorkerPool pool;
    private final Scheduler scheduler;
    private volatile boolean stopping;

    LaneScheduler(
            Lane lane, Database database, InstantSource clock, String name, int threads, Consumer<SessionId> worker) {
        this.lane = lane;
        this.name = name;
        this.database = database;
        this.clock = clock;
        this.worker = worker;
        String threadName = lane.name().toLowerCase(Locale.ROOT);
        pool = new WorkerPool("queue-" + threadName, threads);
        scheduler = builder(database, task())
                .schedulerName(new SchedulerName.Fixed(name))
                .tableName(lane.table())
                .serializer(new IdText())
                .jdbcCustomization(new TaskTimes())
                .clock(clock::instant)
                .threads(threads)
                .executorService(pool)
                .dueExecutor(Executors.newSingleThreadExecutor(WorkerPool.named("queue-due-" + threadName)))
                .housekeeperExecutor(
                        Executors.newScheduledThreadPool(2, WorkerPool.named("queue-heartbeat-" + threadName)))
                .pollingInterval(POLL_EVERY)
                .heartbeatInterval(HEARTBEAT_EVERY)
                .missedHeartbeatsLimit(DEAD_AFTER_MISSED)
                .deleteUnresolvedAfter(NEVER)
                // What is under way has been waited for by then.
                .shutdownMaxWait(Duration.ofMillis(1))
                .failureLogging(LogLevel.OFF, false)
                .build();
    }

    void start() {
        scheduler.start();
    }

    /** Something became due just now. */
    void wake() {
        scheduler.triggerCheckForDueExecutions();
    }

    /** Takes nothing new from now on. */
    void close() {
        stopping = true;
        scheduler.pause();
        pool.shutdown();
    }

    /** Waits for what is under way, and then lets go of everything. */
    void stop(Duration atMost) {
        try {
            if (!pool.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS) && pool.getActiveCount() > 0) {
                LOG.warn("{} workers of the work queue are still busy and are not waited for", pool.getActiveCount());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        scheduler.stop();
        handOver();
    }

    /** What is still picked is free for other processes at once; whoever works on in this one can't save any more once they took it. */
    private void handOver() {
        try {
            int released = database.write(Durability.COMMITTED, handle -> TaskRows.release(handle, lane, name));
            LOG.debug("{} tasks are handed over", released);
        } catch (StoreException gone) {
            LOG.warn(
                    "picked tasks could not be handed over; others take them once this process is seen to be dead",
                    gone);
        }
    }

    private static SchedulerBuilder builder(Database database, Task<String> task) {
        return new SchedulerBuilder(database.dataSource(), List.of(task)) {
            @Override
            protected Waiter buildWaiter() {
                return new PollWaiter(POLL_EVERY);
            }
        };
    }

    private CustomTask<String> task() {
        return Tasks.custom(TaskRows.TASK, String.class)
                .onFailure((done, operations) -> finish(done.getExecution(), again()))
                .onDeadExecution((done, operations) -> {
                    LOG.warn("the process that worked on session {} is gone; it is handed out again", id(done));
                    finish(done.getExecution(), null);
                })
                .execute((instance, context) -> work(context.getExecution()));
    }

    private CompletionHandler<String> work(Execution execution) {
        Instant notBefore = null;
        if (!stopping) {
            try {
                worker.accept(new SessionId(execution.getId()));
            } catch (Throwable e) {
                LOG.error("the worker failed on session {}; it comes again", execution.getId(), e);
                notBefore = again();
            }
        }
        @Nullable Instant earliest = notBefore;
        return (done, operations) -> finish(execution, earliest);
    }

    private void finish(Execution execution, @Nullable Instant notBefore) {
        database.write(Durability.COMMITTED, handle -> {
            TaskRows.finish(
                    handle,
                    lane,
                    new SessionId(execution.getId()),
                    execution.pickedBy,
                    execution.version,
                    notBefore,
                    clock.instant());
            return execution;
        });
    }

    private Instant again() {
        return clock.instant().plus(AGAIN_AFTER);
    }

    private static String id(ExecutionComplete done) {
        return done.getExecution().getId();
    }

    /** The data of a task: the session's id, as text. */
    private static final class IdText implements Serializer {
        @Override
        public byte[] serialize(Object data) {
            return String.valueOf(data).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public <T> T deserialize(Class<T> type, byte[] data) {
            return type.cast(new String(data, StandardCharsets.UTF_8));
        }
    }
}
