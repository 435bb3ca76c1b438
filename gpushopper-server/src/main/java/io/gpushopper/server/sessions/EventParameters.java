package io.gpushopper.server.sessions;

import io.gpushopper.server.http.Problems;
import io.gpushopper.server.http.QueryParameters;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** Reads from a request after which event it goes on. */
final class EventParameters {
    /** What a browser sends by itself when it comes back to a stream. */
    static final String LAST_EVENT_ID = "Last-Event-ID";

    private EventParameters() {}

    /**
     * The id of the last event that the client has seen; 0 for none.
     *
     * @param lastEventId the header, which is newer than the query {@code after} of the address where both are given
     * @throws io.gpushopper.server.http.RefusedException when it is no id
     */
    static long after(@Nullable String lastEventId, UriInfo uri) {
        Problems problems = new Problems();
        String name = lastEventId == null || lastEventId.isEmpty() ? "after" : LAST_EVENT_ID;
        String text = lastEventId == null || lastEventId.isEmpty()
                ? QueryParameters.of(uri, problems).text(name)
                : lastEventId;
        long after = 0;
        try {
            after = text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException wrong) {
            problems.addInvalid(name, "must be the id of an event", text);
        }
        if (after < 0) {
            problems.add(name, name + " must be at least 0");
        }
        problems.refuseAny();
        return after;
    }
}
