package io.gpushopper.simulator.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A loopback port that is taken but does not listen, so that connections are refused. On Linux a listener of the same port
 * may be bound beside it, as both set SO_REUSEADDR; the reservation ends only after that, and nobody else gets the port in
 * between. Where the system forbids it the reservation ends first. Thread-safe.
 */
final class ReservedPort implements AutoCloseable {

    /** Starts to listen. */
    interface Listener {
        void listen() throws IOException;
    }

    private final Socket holder;
    private final int port;

    private ReservedPort(Socket holder) {
        this.holder = holder;
        this.port = holder.getLocalPort();
    }

    static ReservedPort take() {
        Socket holder = new Socket();
        try {
            holder.setReuseAddress(true);
            holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return new ReservedPort(holder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int number() {
        return port;
    }

    /** Hands the port over. */
    void giveTo(Listener listener) throws IOException {
        try {
            listener.listen();
        } catch (BindException e) {
            close();
            listener.listen();
        }
        close();
    }

    @Override
    public void close() {
        try {
            holder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
