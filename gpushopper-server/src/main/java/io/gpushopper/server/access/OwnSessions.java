package io.gpushopper.server.access;

import io.gpushopper.application.GpuShopper;
import io.gpushopper.application.NotFoundException;
import io.gpushopper.domain.session.SessionId;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.PathSegment;
import java.util.List;

/**
 * Hides sessions from callers that may not act for their consumer, on every path below a session's own, whatever is added there: to
 * them there is no such session. Thread-safe.
 */
public final class OwnSessions implements ContainerRequestFilter {
    private static final List<String> SESSIONS = List.of("api", "v1", "sessions");

    private final GpuShopper shopper;

    public OwnSessions(GpuShopper shopper) {
        this.shopper = shopper;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        // Nobody is known on the heartbeat's path, where the session's own token counts.
        if (request.getSecurityContext().getUserPrincipal() instanceof Caller caller && !caller.isAdmin()) {
            List<String> path = request.getUriInfo().getPathSegments().stream()
                    .map(PathSegment::getPath)
                    .toList();
            int below = SESSIONS.size();
            if (path.size() > below
                    && path.subList(0, below).equals(SESSIONS)
                    && !path.get(below).isEmpty()) {
                requireSeen(caller, path.get(below));
            }
        }
    }

    private void requireSeen(Caller caller, String id) {
        boolean seen = SessionId.parse(id)
                .map(shopper::lastKnownSession)
                .filter(caller::sees)
                .isPresent();
        if (!seen) {
            throw new NotFoundException("session", id);
        }
    }
}
