package io.gpushopper.testkit;

/** What goes wrong with a call. */
public enum MarketFault {
    /** Answered as above the provider's rate limit; no effect. */
    RATE_LIMIT,
    /** Status 503; no effect. */
    SERVER_ERROR,
    /** The gateway's 502 page, after the effect. */
    GATEWAY_ERROR_AFTER_EFFECT,
    /** The connection breaks without an answer; no effect. */
    DROP_BEFORE_EFFECT,
    /** The connection breaks without an answer, after the effect. */
    DROP_AFTER_EFFECT,
    /** Status 404 with an empty body; no effect. It says nothing. */
    BARE_NOT_FOUND,
    /** Status 200 with half a JSON body, after the effect. */
    NONSENSE
}
