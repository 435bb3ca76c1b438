package io.gpushopper.domain.offer;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * The name of a marketplace that we buy from, such as {@code vastai}: 2 to 30 of {@code [a-z0-9]}, a letter first.
 *
 * @param value the name as it stands in offer ids, in the store and on the wire
 */
public record ProviderId(String value) implements Comparable<ProviderId> {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9]{1,29}");

    public ProviderId {
        requireNonNull(value, "value");
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("provider must be 2 to 30 of [a-z0-9], a letter first");
        }
    }

    @Override
    public int compareTo(ProviderId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
