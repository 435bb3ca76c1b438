package io.gpushopper.server.sessions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.sdk.wire.SessionJson;
import io.gpushopper.sdk.wire.WireJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets all who waited for one session be shown it at the cost of one look into the books and one writing of its JSON: hundreds are told of a
 * change at once. Thread-safe.
 */
final class SharedViews {
    /** What a session has cost so far may be so old in an answer to somebody who waited. */
    private static final Duration FRESH = Duration.ofSeconds(1);
    // Far more than are waited for at once; the map is a convenience, and may be emptied at any moment.
    private static final int MOST = 1_000;

    private static final ObjectMapper MAPPER = WireJson.mapper();

    private final Map<SessionId, View> views = new ConcurrentHashMap<>();
    private final Function<Session, SessionJson> show;
    private final InstantSource clock;

    SharedViews(Function<Session, SessionJson> show, InstantSource clock) {
        this.show = show;
        this.clock = clock;
    }

    /** The session's JSON, to be read only; of those who ask for the same at once, one looks and the others wait for him. */
    byte[] of(Session session) {
        if (views.size() > MOST) {
            views.clear();
        }
        return views.compute(session.id(), (id, known) -> isFresh(known, session) ? known : look(session)).json;
    }

    private boolean isFresh(@Nullable View known, Session session) {
        return known != null
                && known.stamp.equals(session.stamp())
                && known.at.plus(FRESH).isAfter(clock.instant());
    }

    private View look(Session session) {
        return new View(session.stamp(), clock.instant(), written(show.apply(session)));
    }

    private static byte[] written(SessionJson shown) {
        try {
            return MAPPER.writeValueAsBytes(shown);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("a session can't be written as JSON", broken);
        }
    }

    /** Immutable by custom: nobody writes to the bytes. */
    private static final class View {
        private final Session.Stamp stamp;
        private final Instant at;
        private final byte[] json;

        View(Session.Stamp stamp, Instant at, byte[] json) {
            this.stamp = stamp;
            this.at = at;
            this.json = json;
        }
    }
}
