package io.gpushopper.domain.session;

/** What a provider answered to a destroy. Neither is the proof that the instance is gone. */
public enum DestroyOutcome {
    /** It will end the instance. */
    ACCEPTED,
    /** It knows no such instance. */
    ALREADY_GONE
}
