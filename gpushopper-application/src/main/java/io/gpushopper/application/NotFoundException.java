package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

/** There is no such thing. */
public final class NotFoundException extends RuntimeException {
    private final String kind;
    private final String id;

    /**
     * Something that was named and isn't there.
     *
     * @param kind what was looked for, such as {@code session}
     * @param id the id as it was given
     */
    public NotFoundException(String kind, String id) {
        super(kind + " not found: " + id);
        this.kind = requireNonNull(kind, "kind");
        this.id = requireNonNull(id, "id");
    }

    public String kind() {
        return kind;
    }

    public String id() {
        return id;
    }
}
