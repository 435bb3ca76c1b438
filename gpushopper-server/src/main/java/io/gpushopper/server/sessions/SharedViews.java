package io.gpushopper.server.sessions;

import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.sdk.wire.SessionJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets all who waited for one session be shown it at the cost of one look into the books: hundreds are told of a change at once.
 * Thread-safe.
 */
final class SharedViews {
    /** What a session has cost so far may be so old in an answer to somebody who waited. */
    private static final Duration FRESH = Duration.ofSeconds(1);
    // Far more than are waited for at once; the map is a convenience, and may be emptied at any moment.
    private static final int MOST = 1_000;

    private final Map<SessionId, View> views = new ConcurrentHashMap<>();
    private final Function<Session, SessionJson> show;
    private final InstantSource clock;

    private record View(Session.Stamp stamp, Instant at, SessionJson shown) {}

    SharedViews(Function<Session, SessionJson> show, InstantSource clock) {
        this.show = show;
        this.clock = clock;
    }

    /** The session as it is shown; of those who ask for the same at once, one looks and the others wait for him. */
    SessionJson of(Session session) {
        if (views.size() > MOST) {
            views.clear();
        }
        return views.compute(session.id(), (id, known) -> isFresh(known, session) ? known : look(session))
                .shown();
    }

    private boolean isFresh(@Nullable View known, Session session) {
        return known != null
                && known.stamp().equals(session.stamp())
                && known.at().plus(FRESH).isAfter(clock.instant());
    }

    private View look(Session session) {
        return new View(session.stamp(), clock.instant(), show.apply(session));
    }
}
