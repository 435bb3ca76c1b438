package io.gpushopper.server.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;

/** Refuses a body that says of itself that it is too large, before any of it is read. Thread-safe. */
public final class BodyLimit implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getLength() > JsonBody.MAX_BYTES) {
            throw JsonBody.tooLarge();
        }
    }
}
