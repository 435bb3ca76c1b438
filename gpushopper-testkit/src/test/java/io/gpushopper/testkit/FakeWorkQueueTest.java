package io.gpushopper.testkit;

import static io.gpushopper.testkit.SessionBuilder.ENGINE_KEY;
import static io.gpushopper.testkit.SessionBuilder.aSession;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.ports.SessionCreation;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.WorkQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class FakeWorkQueueTest extends WorkQueueContract {
    private final SettableClock clock = new SettableClock();
    private final FakeSessionStore store = new FakeSessionStore();
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final ExecutorService endWorkers = Executors.newFixedThreadPool(1);
    private FakeWorkQueue queue = new FakeWorkQueue(store, clock, workers, endWorkers);

    @Override
    protected void close() {
        workers.shutdown();
        endWorkers.shutdown();
    }

    @Override
    protected SessionStore store() {
        return store;
    }

    @Override
    protected WorkQueue queue() {
        return queue;
    }

    @Override
    protected SettableClock clock() {
        return clock;
    }

    @Override
    protected WorkQueue restarted() {
        queue = new FakeWorkQueue(store, clock, workers, endWorkers);
        return queue;
    }

    @Override
    protected void pump() {
        queue.runDue();
    }

    @Test
    void worksOnTheCallingThreadWithEndsFirst() {
        FakeWorkQueue onThisThread = new FakeWorkQueue(store, clock);
        store.create(SessionCreation.of(aSession(1).build(), ENGINE_KEY));
        store.create(SessionCreation.of(
                aSession(2).ending(StopReason.DONE).nextActAt(clock.instant()).build(), ENGINE_KEY));
        List<SessionId> handedOut = new ArrayList<>();
        onThisThread.start(handedOut::add);

        assertThat(onThisThread.runDue()).isEqualTo(2);

        assertThat(handedOut)
                .containsExactly(aSession(2).build().id(), aSession(1).build().id());
    }
}
