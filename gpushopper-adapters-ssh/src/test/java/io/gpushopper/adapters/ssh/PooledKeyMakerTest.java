package io.gpushopper.adapters.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.ports.SshKeyPair;
import io.gpushopper.testkit.FakeKeyMaker;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PooledKeyMakerTest {
    private final Semaphore permits = new Semaphore(0);
    private final FakeKeyMaker fake = new FakeKeyMaker();
    private final AtomicReference<Thread> filler = new AtomicReference<>();
    private final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void stopCallers() {
        callers.shutdownNow();
    }

    @Test
    void handsOutEachPairOnce() throws InterruptedException {
        permits.release(3);

        try (PooledKeyMaker maker = start(2)) {
            SshKeyPair first = maker.consumerKey();
            SshKeyPair second = maker.consumerKey();
            SshKeyPair third = maker.consumerKey();

            assertThat(first.publicKey()).isNotEqualTo(second.publicKey());
            assertThat(second.publicKey()).isNotEqualTo(third.publicKey());
            assertThat(third.publicKey()).isNotEqualTo(first.publicKey());
        }
    }

    @Test
    void letsTheCallerOfAnEmptyPoolWaitForOne() throws Exception {
        try (PooledKeyMaker maker = start(1)) {
            Future<SshKeyPair> waiting = callers.submit(maker::consumerKey);
            assertThat(waiting).isNotDone();

            permits.release();

            assertThat(waiting.get().publicKey().line()).startsWith("ssh-rsa ");
        }
    }

    @Test
    void tellsWhoWaitsThatItIsClosedAndEndsItsThread() throws Exception {
        PooledKeyMaker maker = start(1);
        CountDownLatch asking = new CountDownLatch(1);
        Future<SshKeyPair> waiting = callers.submit(() -> {
            asking.countDown();
            return maker.consumerKey();
        });
        asking.await();

        maker.close();
        permits.release();

        assertThatThrownBy(waiting::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
        filler.get().join();
    }

    @Test
    void fillsWithDaemonOfTheLowestPriority() {
        try (PooledKeyMaker maker = start(1)) {
            assertThat(maker).isNotNull();
            assertThat(filler.get().isDaemon()).isTrue();
            assertThat(filler.get().getPriority()).isEqualTo(Thread.MIN_PRIORITY);
        }
    }

    @Test
    void refusesPoolOfNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> PooledKeyMaker.start(0, Thread::new));
    }

    @Test
    void makesEngineKeysAtOnce() {
        try (PooledKeyMaker maker = start(1)) {
            assertThat(maker.engineKey().publicKey())
                    .isNotEqualTo(maker.engineKey().publicKey());
        }
    }

    private PooledKeyMaker start(int size) {
        return PooledKeyMaker.start(
                size,
                task -> {
                    Thread thread = new Thread(task);
                    filler.set(thread);
                    return thread;
                },
                () -> {
                    permits.acquireUninterruptibly();
                    return fake.consumerKey();
                });
    }
}
