package io.gpushopper.ports;

import io.gpushopper.domain.session.ProbeOutcome;

/**
 * Logs into an instance once, does its errand, and leaves: no connection stays open. Thread-safe. It throws nothing but a bug;
 * whatever goes wrong is an outcome.
 */
public interface SshProbe {
    /**
     * Tries the candidates in order until one lets the engine in, and makes sure of the keys there. A refused login at one
     * candidate does not keep the next from being tried. It may block for the request's time-out.
     */
    ProbeOutcome probe(ProbeRequest request);

    /** Reads the instance's own figures, and changes nothing there. It may block for the request's time-out. */
    ReadingOutcome read(ReadingRequest request);
}
