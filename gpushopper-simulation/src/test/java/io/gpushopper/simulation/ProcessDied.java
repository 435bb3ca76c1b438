package io.gpushopper.simulation;

/** What every call of a dead process throws, so that it can do nothing more to the world. */
final class ProcessDied extends Error {
    ProcessDied() {
        super("the process died", null, false, false);
    }
}
