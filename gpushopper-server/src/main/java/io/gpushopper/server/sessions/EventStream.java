package io.gpushopper.server.sessions;

import static java.util.Objects.requireNonNull;

import io.gpushopper.application.EventPage;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit trail of one session on its way to one client, as server-sent events. It holds no thread: the container calls when the
 * client takes more, and the library when more has happened. It asks for the next events only once the client has taken the last, so
 * that a slow one costs one page of memory and holds up nobody; one that takes nothing for the idle time-out of its connection is
 * dropped by the container. Thread-safe.
 */
final class EventStream implements WriteListener {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    /** Tells clients to come back soon after a broken connection, and brings the headers on their way. */
    private static final String GREETING = "retry: 1000\n\n";

    private static final String HEARTBEAT = ":\n\n";

    private final ServletOutputStream out;
    private final LongFunction<CompletableFuture<EventPage>> next;
    private final Function<EventPage, String> text;
    private final Runnable atEnd;
    private @Nullable String pending = GREETING;
    private @Nullable CompletableFuture<EventPage> asked;
    private long last;
    private boolean opened;
    private boolean unflushed;
    private boolean complete;
    private boolean over;

    /**
     * A stream that begins with a page already asked for.
     *
     * @param next asks for what comes after an event
     * @param text the page as it is sent
     * @param atEnd called once, when nothing is written any more
     */
    EventStream(
            ServletOutputStream out,
            long after,
            CompletableFuture<EventPage> first,
            LongFunction<CompletableFuture<EventPage>> next,
            Function<EventPage, String> text,
            Runnable atEnd) {
        this.out = requireNonNull(out, "out");
        this.last = after;
        this.asked = requireNonNull(first, "first");
        this.next = requireNonNull(next, "next");
        this.text = requireNonNull(text, "text");
        this.atEnd = requireNonNull(atEnd, "atEnd");
    }

    /** Begins to write. */
    void open() {
        CompletableFuture<EventPage> first = requireNonNull(asked);
        out.setWriteListener(this);
        follow(first);
    }

    @Override
    public synchronized void onWritePossible() {
        opened = true;
        write();
    }

    @Override
    public void onError(Throwable gone) {
        LOG.debug("a client of an event stream is gone: {}", gone.getMessage());
        end();
    }

    /** Shows that the connection stands; nothing to a client that has yet to take what was sent before. */
    synchronized void heartbeat() {
        if (opened && pending == null && !complete) {
            pending = HEARTBEAT;
            write();
        }
    }

    private void follow(CompletionStage<EventPage> page) {
        page.whenComplete(this::arrived);
    }

    private synchronized void arrived(@Nullable EventPage page, @Nullable Throwable failure) {
        asked = null;
        if (page == null) {
            LOG.debug("an event stream ends early", failure);
            complete = true;
        } else {
            String sent = page.events().isEmpty() ? "" : text.apply(page);
            pending = pending == null ? sent : pending + sent;
            last = page.events().isEmpty()
                    ? last
                    : page.events().get(page.events().size() - 1).id();
            complete = page.isLast();
        }
        if (opened) {
            write();
        }
    }

    /** Writes what there is for as long as the client takes it, and asks for more once it has it all. */
    private void write() {
        try {
            while (!over && out.isReady()) {
                if (pending != null) {
                    byte[] bytes = pending.getBytes(StandardCharsets.UTF_8);
                    pending = null;
                    out.write(bytes);
                    unflushed = true;
                } else if (unflushed) {
                    unflushed = false;
                    out.flush();
                } else {
                    goOn();
                    return;
                }
            }
        } catch (IOException | RuntimeException gone) {
            onError(gone);
        }
    }

    private void goOn() {
        if (complete) {
            end();
        } else if (asked == null) {
            CompletableFuture<EventPage> page = next.apply(last);
            asked = page;
            follow(page);
        }
    }

    private void end() {
        CompletableFuture<EventPage> unwanted;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            unwanted = asked;
        }
        if (unwanted != null) {
            unwanted.cancel(false);
        }
        atEnd.run();
    }
}
