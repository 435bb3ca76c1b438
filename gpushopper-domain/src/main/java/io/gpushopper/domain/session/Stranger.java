package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An instance under our deployment whose session the store has never heard of, from its first sight on. Immutable.
 *
 * @param id the provider's id
 * @param tag what it carries
 * @param firstSeenAt when it was first shown to this deployment
 * @param kept why it is kept until the hard limit; null when nothing speaks for that
 * @param word what an operator said of it; null before
 */
public record Stranger(
        InstanceId id,
        Tag tag,
        Instant firstSeenAt,
        @Nullable Kept kept,
        @Nullable Word word) {
    /** Why one is kept. */
    public enum Kept {
        /** It was bought after the store's last pass: the store is older than the instance. */
        STORE_IS_OLDER,
        /** There are too many of them: the store has lost sessions. */
        TOO_MANY;

        /** The word for logs and metrics. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What an operator may say. */
    public enum Word {
        /** Somebody uses it: it is kept until the hard limit. */
        ADOPT,
        /** Nobody uses it: it is destroyed at once. */
        DESTROY
    }

    public Stranger {
        requireNonNull(id, "id");
        requireNonNull(tag, "tag");
        requireNonNull(firstSeenAt, "firstSeenAt");
    }

    /** One that is shown for the first time. */
    public static Stranger seen(InstanceId id, Tag tag, Instant now) {
        return new Stranger(id, tag, now, null, null);
    }

    /** The same, kept for that reason. */
    public Stranger keptFor(Kept reason) {
        return new Stranger(id, tag, firstSeenAt, kept == null ? reason : kept, word);
    }

    /** The same after an operator spoke. */
    public Stranger told(Word said) {
        return new Stranger(id, tag, firstSeenAt, kept, said);
    }
}
