package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the consumer comes by what he needs to use the machine: the key that lets him in, or, where nobody logs in, the answer that tells
 * him of it. A machine of which that can reach nobody is of no use to anybody, and is ended.
 *
 * @param way how
 * @param dueBy when it must have been given out; null unless it is {@link Way#OWED}
 */
public record Delivery(Way way, @Nullable Instant dueBy) {
    /** The consumer brought a key of his own. */
    public static final Delivery BROUGHT = new Delivery(Way.BROUGHT, null);
    /** It is stored with the idempotency key of the request, which may be repeated to get it. */
    public static final Delivery STORED = new Delivery(Way.STORED, null);
    /** It was handed to whoever gives it out, and is kept nowhere. */
    public static final Delivery BEGUN = new Delivery(Way.BEGUN, null);

    /** The ways, with the words that the store keeps. */
    public enum Way {
        BROUGHT,
        STORED,
        OWED,
        BEGUN
    }

    public Delivery {
        requireNonNull(way, "way");
        if ((way == Way.OWED) != (dueBy != null)) {
            throw new IllegalArgumentException("what is owed, and nothing else, is due by a moment");
        }
    }

    /** Only the process that made it has it, and must have begun to give it out by that moment. */
    public static Delivery owedBy(Instant dueBy) {
        return new Delivery(Way.OWED, dueBy);
    }
}
