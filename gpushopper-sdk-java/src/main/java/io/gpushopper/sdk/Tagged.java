package io.gpushopper.sdk;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An answer and the tag that the server gave it, by which it can be asked later whether anything has changed. Immutable.
 *
 * @param <T> the type of the answer
 */
public final class Tagged<T> {
    private final T value;
    private final @Nullable String tag;

    private Tagged(T value, @Nullable String tag) {
        this.value = requireNonNull(value, "value");
        this.tag = tag;
    }

    /**
     * An answer that was kept, with its tag as {@link #tag()} told it; null for none.
     *
     * @throws IllegalArgumentException when it is no entity tag
     */
    public static <T> Tagged<T> of(T value, @Nullable String tag) {
        if (tag != null && !tag.matches("(W/)?\"[\\x21\\x23-\\x7e]*\"")) {
            throw new IllegalArgumentException("tag must be an entity tag such as W/\"x\"");
        }
        return new Tagged<>(value, tag);
    }

    static <T> Tagged<T> of(T value, HttpAnswer answer) {
        return new Tagged<>(value, answer.header("ETag").orElse(null));
    }

    /** The answer. */
    public T value() {
        return value;
    }

    /** Its tag, such as {@code W/"8SxEJmVzzBGIUkqb4yGrDQ"}, to be kept with it; empty where the server gave none. */
    public Optional<String> tag() {
        return Optional.ofNullable(tag);
    }

    @Override
    public String toString() {
        return value + " " + tag;
    }
}
