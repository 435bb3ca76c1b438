package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The id of a session: {@code sess-} and 16 of {@code [a-z2-7]}, 80 random bits.
 *
 * @param value the whole id
 */
public record SessionId(String value) implements Comparable<SessionId> {
    private static final String PREFIX = "sess-";
    private static final Pattern FORM = Pattern.compile("sess-[a-z2-7]{16}");
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    public SessionId {
        requireNonNull(value, "value");
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a session id is sess- and 16 of [a-z2-7]");
        }
    }

    public static SessionId random(RandomGenerator random) {
        StringBuilder id = new StringBuilder(PREFIX);
        for (int i = 0; i < 16; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new SessionId(id.toString());
    }

    /** Empty when the text is no session id. */
    public static Optional<SessionId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new SessionId(text)) : Optional.empty();
    }

    /** The 16 characters after {@code sess-}, as they stand in a tag. */
    public String bare() {
        return value.substring(PREFIX.length());
    }

    static SessionId ofBare(String bare) {
        return new SessionId(PREFIX + bare);
    }

    @Override
    public int compareTo(SessionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
