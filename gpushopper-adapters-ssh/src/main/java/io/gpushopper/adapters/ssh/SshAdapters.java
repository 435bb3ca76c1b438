package io.gpushopper.adapters.ssh;

import static java.util.Objects.requireNonNull;

import io.gpushopper.ports.KeyMaker;
import io.gpushopper.ports.SshProbe;
import java.util.concurrent.ThreadFactory;

/**
 * The probe and the key maker over SSH, with the threads both need. One of these serves a whole server. Thread-safe.
 */
public final class SshAdapters implements AutoCloseable {
    /** How many consumers' key pairs are kept ready when nothing else is said. */
    public static final int DEFAULT_KEY_POOL = 32;

    private final PooledKeyMaker keyMaker;
    private final SshjProbe probe;

    private SshAdapters(PooledKeyMaker keyMaker, SshjProbe probe) {
        this.keyMaker = keyMaker;
        this.probe = probe;
    }

    /**
     * Starts making keys at once; threads for probes come with the first probe.
     *
     * @param keyPoolSize how many consumers' key pairs are kept ready, at least 1
     * @param threads makes the threads; the one for keys becomes a daemon, those for probes stay as made
     * @throws IllegalArgumentException when the pool is smaller than 1
     */
    public static SshAdapters start(int keyPoolSize, ThreadFactory threads) {
        requireNonNull(threads, "threads");
        return new SshAdapters(PooledKeyMaker.start(keyPoolSize, threads), new SshjProbe(threads));
    }

    /** The probe; at most {@value SshjProbe#MAX_ATTEMPTS} attempts run at once, more wait within their own time-outs. */
    public SshProbe probe() {
        return probe;
    }

    /** The key maker; after {@link #close()} whoever asks it for a consumer's key gets an {@link IllegalStateException}. */
    public KeyMaker keyMaker() {
        return keyMaker;
    }

    /** Takes no new probe, lets the running ones end within their time-outs, and stops making keys. Idempotent. */
    @Override
    public void close() {
        keyMaker.close();
        probe.close();
    }
}
