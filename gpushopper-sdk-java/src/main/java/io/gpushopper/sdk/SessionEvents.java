package io.gpushopper.sdk;

import io.gpushopper.sdk.errors.ApiException;
import io.gpushopper.sdk.errors.CallInterruptedException;
import io.gpushopper.sdk.errors.TransportException;
import io.gpushopper.sdk.wire.SessionEventJson;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a session, as it happens: {@link #hasNext} waits for the next event and is false once the session is over. A connection
 * that breaks, or a server that is away for up to five minutes, is borne: it goes on after the last event that was given. For one thread;
 * {@link #close} for any.
 */
public final class SessionEvents implements Iterator<SessionEventJson>, AutoCloseable {
    /** Three times as long as the server's silence can be. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(45);

    private static final Duration LONGEST_AWAY = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ApiCalls once;
    private final String path;
    private final Sleeper sleeper;
    private final InstantSource clock;
    private volatile boolean closed;
    private volatile @Nullable HttpStream connection;
    private @Nullable SessionEventJson next;
    private @Nullable Instant awaySince;
    private long last;
    private boolean sawTheEnd;
    private boolean isOver;

    SessionEvents(ApiCalls once, String path, long after, Sleeper sleeper, InstantSource clock) {
        this.once = once;
        this.path = path;
        this.last = after;
        this.sleeper = sleeper;
        this.clock = clock;
    }

    /**
     * Waits for the next event.
     *
     * @return false once the session is over and all was given, or after {@link #close}
     * @throws io.gpushopper.sdk.errors.NotFoundException if there is no such session
     * @throws TransportException if no connection could be had for five minutes
     * @throws CallInterruptedException if the thread was interrupted
     */
    @Override
    public boolean hasNext() {
        while (next == null && !isOver && !closed) {
            try {
                HttpStream open = connection;
                if (open == null) {
                    connect();
                } else {
                    read(open);
                }
            } catch (IOException broken) {
                bear(new TransportException("GET " + path, broken));
            } catch (TransportException broken) {
                bear(broken);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CallInterruptedException("GET " + path, e);
            }
        }
        return next != null;
    }

    @Override
    public SessionEventJson next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("the session is over");
        }
        SessionEventJson given = next;
        next = null;
        return given;
    }

    /** The id of the last event that was read; what comes after it can be asked for at any time later. */
    public long lastEventId() {
        return last;
    }

    /** Lets go of the connection. */
    @Override
    public void close() {
        closed = true;
        drop();
    }

    private void connect() throws IOException, InterruptedException {
        HttpStream opened = once.stream(path, last);
        if (opened.status() == 204) {
            opened.close();
            isOver = true;
            return;
        }
        if (opened.status() != 200) {
            try (opened) {
                refuse(once.rest(opened));
            }
            return;
        }
        connection = opened;
        if (closed) {
            drop();
        }
    }

    private void refuse(HttpAnswer refusal) throws IOException {
        try {
            once.requireSuccess(refusal);
        } catch (ApiException e) {
            if (!SessionWait.isPassing(e)) {
                throw e;
            }
            throw new IOException(e);
        }
        throw new IOException("status " + refusal.status() + " in place of events");
    }

    /** Reads up to the end of one event, or of the connection. */
    private void read(HttpStream open) throws IOException, InterruptedException {
        StringBuilder data = new StringBuilder();
        while (true) {
            Optional<String> line = open.nextLine(LONGEST_SILENCE);
            if (line.isEmpty()) {
                drop();
                // A server that stops ends its streams too. Only its 204 says that nothing follows.
                if (!sawTheEnd) {
                    sleeper.sleep(PAUSE);
                }
                return;
            }
            awaySince = null;
            if (line.get().startsWith("data:")) {
                data.append(line.get().substring("data:".length()).strip());
            } else if (line.get().isEmpty() && data.length() > 0) {
                give(once.parse(data.toString(), SessionEventJson.class));
                return;
            }
        }
    }

    private void give(SessionEventJson event) {
        next = event;
        last = event.id();
        sawTheEnd = event.to().isFinal() && !event.from().equals(event.to());
    }

    private void bear(TransportException broken) {
        drop();
        Instant now = clock.instant();
        Instant since = awaySince == null ? now : awaySince;
        if (Duration.between(since, now).compareTo(LONGEST_AWAY) >= 0) {
            throw broken;
        }
        awaySince = since;
        if (closed) {
            return;
        }
        try {
            sleeper.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallInterruptedException("GET " + path, e);
        }
    }

    private void drop() {
        HttpStream open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}
