package io.gpushopper.server;

import io.gpushopper.server.config.StartupException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server that listens. Thread-safe. */
public final class RunningServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);

    private final Server jetty;
    private final Connectors connectors;
    private final CompletableFuture<StartupException> fatal;
    private final Runnable releasing;
    private final SessionsEnd ending;

    /** Ends what lives. */
    interface SessionsEnd {
        void accept(Duration atMost) throws InterruptedException;
    }

    RunningServer(
            Server jetty,
            Connectors connectors,
            CompletableFuture<StartupException> fatal,
            Runnable releasing,
            SessionsEnd ending) {
        this.jetty = jetty;
        this.connectors = connectors;
        this.fatal = fatal;
        this.releasing = releasing;
        this.ending = ending;
    }

    /** Where the API answers. */
    public URI uri() {
        return connectors.application();
    }

    /** Where the admin pages are. */
    public URI adminUri() {
        return connectors.admin();
    }

    /**
     * Completes when the server finds out that it can't be of any use as it is set up, with the line to say so; the process should close
     * it and exit with an error. It may never complete.
     */
    public CompletionStage<StartupException> fatal() {
        return fatal.minimalCompletionStage();
    }

    /** Waits until the server has stopped, by {@link #close()} or the end of the process. */
    public void join() throws InterruptedException {
        jetty.join();
    }

    /**
     * Lets nobody create any more, ends every session, and waits for the proofs; what is not over when the time is goes on ending with
     * the next server. The API goes on answering meanwhile.
     */
    public void endSessions(Duration atMost) throws InterruptedException {
        ending.accept(atMost);
    }

    /** Stops serving and looking after sessions. It ends none. Idempotent. */
    @Override
    public void close() {
        try {
            releasing.run();
            jetty.stop();
        } catch (Exception unclean) {
            LOG.warn("the server did not stop in order", unclean);
        }
    }
}
