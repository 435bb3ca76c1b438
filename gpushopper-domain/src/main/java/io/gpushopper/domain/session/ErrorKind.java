package io.gpushopper.domain.session;

/** Why a provider did not do what it was asked, as far as it matters to us. Every adapter maps to these and no others. */
public enum ErrorKind {
    /** The offer is gone; another may do. */
    OFFER_GONE,
    /** The account lacks credit, or a spending limit is reached. */
    INSUFFICIENT_FUNDS,
    /** Our credentials were refused. */
    UNAUTHORIZED,
    /** Too many calls; the call had no effect. */
    RATE_LIMITED,
    /** The provider did not like the request: our fault, or a field of the consumer's. */
    INVALID_REQUEST,
    /** The provider lacks the feature. */
    UNSUPPORTED,
    /** The provider's one answer that means: no such instance. */
    NOT_FOUND,
    /** The provider could not be reached, failed, or took too long. */
    UNAVAILABLE,
    /** An answer that makes no sense; it says nothing about anything. */
    MALFORMED
}
