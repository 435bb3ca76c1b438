package io.gpushopper.domain.session;

/** What a provider answered to a destroy. None is the proof that the instance is gone. */
public enum DestroyOutcome {
    /** The instance was there, and it will end it. */
    ACCEPTED,
    /** It took a call for several and said nothing of this one, which it may never have heard of. */
    TAKEN,
    /** It knows no such instance. */
    ALREADY_GONE
}
