package io.gpushopper.server.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.io.InputStream;

/** Refuses a body that says of itself that it is too large, before any of it is kept. Thread-safe. */
public final class BodyLimit implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getLength() > JsonBody.MAX_BYTES) {
            // Whoever asks first has not sent it, and need not.
            boolean asks = request.getHeaderString("Expect") != null;
            throw JsonBody.tooLarge(asks ? InputStream.nullInputStream() : request.getEntityStream());
        }
    }
}
