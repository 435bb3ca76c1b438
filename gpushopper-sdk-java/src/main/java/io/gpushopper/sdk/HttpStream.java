package io.gpushopper.sdk;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An HTTP answer whose body comes bit by bit, as lines of UTF-8. For one thread at a time, but {@link #close} for any. */
public interface HttpStream extends AutoCloseable {
    /** The HTTP status. */
    int status();

    /** The headers, in the spelling in which they came. */
    Map<String, List<String>> headers();

    /**
     * Waits for the next line.
     *
     * @return the line without its end; empty at the end of the body
     * @throws IOException if the connection broke, or nothing came for so long
     * @throws InterruptedException if the thread was interrupted meanwhile
     */
    Optional<String> nextLine(Duration atMost) throws IOException, InterruptedException;

    /** Lets go of the connection; whoever waits for a line gets an exception or the end. May be called again. */
    @Override
    void close();
}
