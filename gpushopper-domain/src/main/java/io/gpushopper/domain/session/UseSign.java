package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Something that shows that an instance was in use.
 *
 * @param at when
 * @param what for people, without secrets
 */
public record UseSign(Instant at, String what) {
    public UseSign {
        requireNonNull(at, "at");
        requireNonNull(what, "what");
    }
}
