package io.gpushopper.simulator.machine;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.Factory;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactory;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.apache.sshd.common.util.threads.SshThreadPoolExecutor;
import org.apache.sshd.common.util.threads.SshdThreadFactory;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of all machines of this process: one event loop, one timer, and workers that run commands and go away when
 * idle. It lives while a machine lives, so that the last machine's end leaves no thread. Thread-safe.
 */
final class SshRuntime {

    private static final Logger LOG = LoggerFactory.getLogger(SshRuntime.class);
    private static final int EVENT_THREADS = 2;
    private static final int MOST_WORKERS = 512;
    private static final Duration WORKER_IDLE = Duration.ofSeconds(5);

    private static @Nullable SshRuntime shared;
    private static int machines;

    private final ScheduledExecutorService timer = ThreadUtils.newSingleThreadScheduledExecutor("machine-timer");
    private final CloseableExecutorService workers = new SshThreadPoolExecutor(
            0,
            MOST_WORKERS,
            WORKER_IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new SynchronousQueue<>(),
            new SshdThreadFactory("machine-worker"));
    private final SshServer settings = new SshServer();
    private final Nio2ServiceFactory events;

    private SshRuntime() {
        JdkEdDsaRegistrar.install();
        CoreModuleProperties.NIO_WORKERS.set(settings, EVENT_THREADS);
        tune(settings);
        events = new Nio2ServiceFactory(
                settings,
                ThreadUtils.newFixedThreadPool("machine-events", EVENT_THREADS),
                ThreadUtils.newFixedThreadPool("machine-resume", 1));
    }

    /** The shared runtime; whoever takes it gives it back with {@link #release()}. */
    static synchronized SshRuntime acquire() {
        SshRuntime runtime = shared == null ? new SshRuntime() : shared;
        shared = runtime;
        machines++;
        return runtime;
    }

    static synchronized void release() {
        machines--;
        if (machines == 0 && shared != null) {
            shared.shutDown();
            shared = null;
        }
    }

    /** Properties that both the server and the event loop read. */
    static void tune(FactoryManager manager) {
        // Without it each answer waits for the client's delayed acknowledgement, 40 ms.
        CoreModuleProperties.TCP_NODELAY.set(manager, true);
        CoreModuleProperties.IDLE_TIMEOUT.set(manager, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(manager, Duration.ZERO);
        CoreModuleProperties.SOCKET_BACKLOG.set(manager, 128);
    }

    CloseableExecutorService workers() {
        return ThreadUtils.noClose(workers);
    }

    /** Runs a command that nobody waits for; drops it if all workers are busy. */
    void background(Runnable command) {
        try {
            workers.execute(command);
        } catch (RejectedExecutionException e) {
            LOG.warn("No worker is free for a background command");
        }
    }

    /** Lets a server use the shared threads. */
    void attach(SshServer server) {
        tune(server);
        server.setScheduledExecutorService(timer, false);
        server.setIoServiceFactoryFactory(new IoServiceFactoryFactory() {
            @Override
            public IoServiceFactory create(FactoryManager manager) {
                return new Borrowed(events);
            }

            @Override
            public void setExecutorServiceFactory(Factory<CloseableExecutorService> factory) {
                throw new UnsupportedOperationException("The threads are shared");
            }
        });
    }

    private void shutDown() {
        events.close(true);
        timer.shutdownNow();
        workers.shutdownNow();
    }

    /** The shared event loop as one server sees it: closing it closes nothing. */
    private static final class Borrowed extends AbstractCloseable implements IoServiceFactory {
        private final IoServiceFactory shared;

        Borrowed(IoServiceFactory shared) {
            this.shared = shared;
        }

        @Override
        public IoConnector createConnector(IoHandler handler) {
            return shared.createConnector(handler);
        }

        @Override
        public IoAcceptor createAcceptor(IoHandler handler) {
            return shared.createAcceptor(handler);
        }

        @Override
        public @Nullable IoServiceEventListener getIoServiceEventListener() {
            return shared.getIoServiceEventListener();
        }

        @Override
        public void setIoServiceEventListener(IoServiceEventListener listener) {
            throw new UnsupportedOperationException("The event loop is shared");
        }
    }
}
