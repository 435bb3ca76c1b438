package io.gpushopper.application;

/** Whether the engine may do anything to what it looks at. */
public enum EngineMode {
    /** It buys, ends and looks after. */
    ACTING,
    /** It reads: nothing is bought, ended or changed at any provider, no session is worked on, and whoever wants to buy is refused. */
    OBSERVING
}
