package io.gpushopper.sdk;

import java.io.IOException;

/**
 * Sends one HTTP request and brings the answer. The client comes with one on {@code java.net.http}; tests and users of
 * other HTTP libraries put in their own.
 *
 * <p>An implementation sends each call exactly once, follows no redirect, and can be used by many threads at once.
 */
@FunctionalInterface
public interface HttpTransport {
    /**
     * Sends the call and waits for the whole answer, whatever its status.
     *
     * @throws IOException if no whole answer came within {@link HttpCall#timeout()}
     * @throws InterruptedException if the thread was interrupted meanwhile
     */
    HttpAnswer send(HttpCall call) throws IOException, InterruptedException;

    /**
     * Sends the call and hands the answer over once its headers are there, for a body that comes bit by bit. Only event streams need it.
     *
     * @throws IOException if no headers came within {@link HttpCall#timeout()}
     * @throws InterruptedException if the thread was interrupted meanwhile
     * @throws UnsupportedOperationException if this transport can't; what is said here by default
     */
    default HttpStream open(HttpCall call) throws IOException, InterruptedException {
        throw new UnsupportedOperationException("this transport does not stream: " + call);
    }
}
