package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.InstanceReading;
import io.gpushopper.domain.session.Session;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a running session showed.
 *
 * @param session the session
 * @param at when it was looked at
 * @param answers whether the engine could log in just now, or, where nobody logs in, whether what was launched serves
 * @param detail why not, or why it could read nothing there, for people; empty when all went well
 * @param reading what the instance told of itself; null when it told nothing
 * @param lastUsedAt when its agent last said that it is in use; null when it never did
 */
public record Diagnosis(
        Session session,
        Instant at,
        boolean answers,
        String detail,
        @Nullable InstanceReading reading,
        @Nullable Instant lastUsedAt) {
    public Diagnosis {
        requireNonNull(session, "session");
        requireNonNull(at, "at");
        requireNonNull(detail, "detail");
    }
}
