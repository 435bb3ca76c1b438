package io.gpushopper.server.sessions;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpushopper.application.EventPage;
import io.gpushopper.application.GpuShopper;
import io.gpushopper.domain.session.SessionId;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event streams that are open, kept alive by one thread for all. Thread-safe. */
public final class EventStreams implements AutoCloseable {
    /** The media type of server-sent events. */
    public static final String TYPE = "text/event-stream";

    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
    // The HTTP contract's; below the 30 s after which an idle connection is dropped.
    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final GpuShopper shopper;
    private final EventFrames frames;
    private final ScheduledExecutorService heart;

    /** Streams of what happens in that library. */
    public EventStreams(GpuShopper shopper, ObjectMapper mapper) {
        this.shopper = shopper;
        this.frames = new EventFrames(mapper);
        heart = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "gpushopper-heartbeat");
            thread.setDaemon(true);
            return thread;
        });
        ScheduledFuture<?> beating = heart.scheduleAtFixedRate(
                this::beat, HEARTBEAT.toMillis(), HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
        LOG.trace("beating: {}", beating);
    }

    /**
     * Answers with what happens to the session after that event, until it is over; with 204 when nothing will, which tells browsers not
     * to come back.
     *
     * @param context of the request, which is suspended
     * @throws io.gpushopper.application.NotFoundException when there is no such session
     */
    void begin(SessionId session, long after, AsyncContext context, AsyncResponse answer) {
        CompletableFuture<EventPage> first = shopper.nextEvents(session, after);
        if (isOver(first)) {
            answer.resume(Response.noContent().build());
            return;
        }
        try {
            HttpServletResponse response = (HttpServletResponse) context.getResponse();
            response.setStatus(HttpServletResponse.SC_OK);
            response.setContentType(TYPE);
            response.setHeader("Cache-Control", "no-cache");
            // Proxies in front of us are not to collect what is meant to be seen at once.
            response.setHeader("X-Accel-Buffering", "no");
            open(session, after, first, response, answer);
        } catch (IOException | RuntimeException broken) {
            first.cancel(false);
            answer.resume(broken);
        }
    }

    /** Ends none of the streams: the library does, by letting go all who wait. */
    @Override
    public void close() {
        heart.shutdownNow();
    }

    private void open(
            SessionId session,
            long after,
            CompletableFuture<EventPage> first,
            HttpServletResponse response,
            AsyncResponse answer)
            throws IOException {
        EventStream[] self = new EventStream[1];
        EventStream stream = new EventStream(
                response.getOutputStream(), after, first, last -> shopper.nextEvents(session, last), frames::of, () -> {
                    open.remove(self[0]);
                    answer.resume(Response.ok().build());
                });
        self[0] = stream;
        open.add(stream);
        stream.open();
    }

    private static boolean isOver(CompletableFuture<EventPage> first) {
        if (!first.isDone() || first.isCompletedExceptionally()) {
            return false;
        }
        EventPage page = first.join();
        return page.isLast() && page.events().isEmpty();
    }

    private void beat() {
        try {
            open.forEach(EventStream::heartbeat);
        } catch (RuntimeException | Error broken) {
            LOG.warn("event streams could not be kept alive; it goes on", broken);
        }
    }
}
