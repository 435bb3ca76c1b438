package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

/**
 * What a caller repeats when he means the same request.
 *
 * @param caller who sent it: two callers may use the same value
 * @param value what he sent, 1 to 255 visible characters
 */
public record IdempotencyKey(String caller, String value) {
    public IdempotencyKey {
        requireNonNull(caller, "caller");
        requireNonNull(value, "value");
        if (!isValid(value)) {
            throw new IllegalArgumentException("must be 1 to 255 visible ASCII characters");
        }
    }

    /** Whether a value may be one. */
    public static boolean isValid(String value) {
        return !value.isEmpty() && value.length() <= 255 && value.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }
}
