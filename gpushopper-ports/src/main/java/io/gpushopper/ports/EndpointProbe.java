package io.gpushopper.ports;

import io.gpushopper.domain.session.ProbeOutcome;

/**
 * Calls what an instance serves over HTTP once, and leaves: no connection stays open. Thread-safe. It throws nothing but a bug;
 * whatever goes wrong is an outcome.
 */
public interface EndpointProbe {
    /** {@code Serving} when the check is passed, else {@code NotYet}. It may block for the request's time-out. */
    ProbeOutcome call(EndpointRequest request);
}
