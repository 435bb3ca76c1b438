package io.gpushopper.ports;

import io.gpushopper.domain.session.SessionId;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Hands out the sessions that are due, each to one worker at a time, in this process or another on the same store. What a
 * process that died was working on is handed out again. After the worker returns or throws, the session is due again when its
 * row says so. Ends have workers of their own, so that nothing else can hold them up.
 */
public interface WorkQueue {
    /**
     * Begins to hand out work, on threads of the queue's own.
     *
     * @param worker called for each session that is due; what it throws is logged, and the session comes again
     */
    void start(Consumer<SessionId> worker);

    /** Takes no new work, and waits so long at most for what is under way. Idempotent. */
    void stop(Duration atMost);
}
