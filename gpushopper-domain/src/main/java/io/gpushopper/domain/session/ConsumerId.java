package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

/**
 * Who asked for a session and is charged for it: 1 to 128 characters without control characters.
 *
 * @param value the name that the consumer gave
 */
public record ConsumerId(String value) {
    public static final int MAX_LENGTH = 128;

    public ConsumerId {
        requireNonNull(value, "value");
        if (value.isBlank() || value.length() > MAX_LENGTH || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("must be 1 to 128 characters without control characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
