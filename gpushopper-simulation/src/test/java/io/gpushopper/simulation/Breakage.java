package io.gpushopper.simulation;

import io.gpushopper.ports.Provider;
import io.gpushopper.ports.SessionStore;

/** What is wrong with an engine that is broken on purpose: something between it and its ports. */
interface Breakage {
    /** Nothing. */
    Breakage NONE = new Breakage() {};

    /** The store as the broken engine writes and reads it. */
    default SessionStore store(SessionStore store) {
        return store;
    }

    /** A provider as the broken engine asks it. */
    default Provider provider(Provider provider) {
        return provider;
    }
}
