package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

/**
 * A request that may be repeated.
 *
 * @param key what it is known by
 * @param content a digest of what it asks for: the same for the same, another for anything else
 */
public record IdempotentRequest(IdempotencyKey key, String content) {
    public IdempotentRequest {
        requireNonNull(key, "key");
        requireNonNull(content, "content");
    }
}
