package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What is kept with a new session, so that its request can be answered again.
 *
 * @param request the request
 * @param consumerKey the private key that was made for the consumer; stored encrypted; null when he brought his own
 */
public record KeptReply(IdempotentRequest request, @Nullable SshPrivateKey consumerKey) {
    public KeptReply {
        requireNonNull(request, "request");
    }
}
