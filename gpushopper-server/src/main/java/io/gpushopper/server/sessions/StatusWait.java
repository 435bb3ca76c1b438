package io.gpushopper.server.sessions;

import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.server.http.Problems;
import io.gpushopper.server.http.QueryParameters;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request for one session waits for: that it reaches a status, or is over, or the time is. Immutable.
 *
 * @param statuses any of these will do; at least one
 * @param atMost how long to wait, up to a minute
 */
record StatusWait(Set<SessionStatus> statuses, Duration atMost) {
    private static final int LONGEST_SECONDS = 60;

    StatusWait {
        statuses = Set.copyOf(statuses);
    }

    /**
     * Reads it from the query of a request.
     *
     * @return null when nothing is to be waited for
     * @throws io.gpushopper.server.http.RefusedException when anything of it is wrong
     */
    static @Nullable StatusWait read(QueryParameters parameters, Problems problems) {
        boolean isAsked = !parameters.texts("wait_for").isEmpty();
        Set<SessionStatus> statuses = SessionParameters.statuses("wait_for", parameters, problems);
        Integer seconds = parameters.integer("timeout_seconds", 0);
        if (seconds != null && seconds > LONGEST_SECONDS) {
            problems.add("timeout_seconds", "timeout_seconds must be at most " + LONGEST_SECONDS);
        }
        if (seconds != null && !isAsked) {
            problems.add("wait_for", "wait_for is required with timeout_seconds");
        }
        problems.refuseAny();
        return isAsked
                ? new StatusWait(statuses, Duration.ofSeconds(seconds == null ? LONGEST_SECONDS : seconds))
                : null;
    }

    boolean isOver(Session session) {
        return session.status().isFinal() || statuses.stream().anyMatch(session::hasReached);
    }
}
