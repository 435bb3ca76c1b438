package io.gpushopper.domain.session;

import java.util.Locale;

/** Why a session failed, in the words of the HTTP contract ({@code error_type}). */
public enum FailureType {
    STALE_INVENTORY,
    INSUFFICIENT_FUNDS,
    PROVIDER_AUTH_FAILED,
    PROVIDER_UNAVAILABLE,
    UNSUPPORTED_BY_PROVIDER,
    INTERNAL,
    BOOT_TIMEOUT,
    SSH_TIMEOUT,
    INSTANCE_FAILED,
    HOST_KEY_CHANGED,
    GPU_MISMATCH,
    PRICE_CHANGED,
    OUTCOME_UNKNOWN,
    PROVIDER_LOST,
    MODEL_NOT_SERVING;

    /** The word on the wire and in the store. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Who brought it about: the provider by what it answered or did, or the engine by a limit or rule of its own. */
    Actor actor() {
        return switch (this) {
            case STALE_INVENTORY,
                    INSUFFICIENT_FUNDS,
                    PROVIDER_AUTH_FAILED,
                    PROVIDER_UNAVAILABLE,
                    UNSUPPORTED_BY_PROVIDER,
                    INSTANCE_FAILED,
                    GPU_MISMATCH,
                    PRICE_CHANGED,
                    OUTCOME_UNKNOWN,
                    PROVIDER_LOST -> Actor.PROVIDER;
            case INTERNAL, BOOT_TIMEOUT, SSH_TIMEOUT, HOST_KEY_CHANGED, MODEL_NOT_SERVING -> Actor.ENGINE;
        };
    }

    /** Whether another offer may do better: the offer, its machine or the instance was no good, and nothing else was. */
    public boolean isOfTheOffer() {
        return switch (this) {
            case STALE_INVENTORY,
                    BOOT_TIMEOUT,
                    SSH_TIMEOUT,
                    INSTANCE_FAILED,
                    HOST_KEY_CHANGED,
                    GPU_MISMATCH,
                    PROVIDER_LOST -> true;
            case INSUFFICIENT_FUNDS,
                    PROVIDER_AUTH_FAILED,
                    PROVIDER_UNAVAILABLE,
                    UNSUPPORTED_BY_PROVIDER,
                    INTERNAL,
                    PRICE_CHANGED,
                    OUTCOME_UNKNOWN,
                    MODEL_NOT_SERVING -> false;
        };
    }

    /**
     * How many other offers are tried after it, all in all, where so many may be. What does not serve may be its machine's fault or its
     * own: then one more machine tells, and more would only cost.
     */
    int mostRetries(int asked) {
        if (this == MODEL_NOT_SERVING) {
            return Math.min(1, asked);
        }
        return isOfTheOffer() ? asked : 0;
    }

    /** What a refused purchase makes of the session that asked for it. */
    public static FailureType ofRefusal(ErrorKind kind) {
        return switch (kind) {
            case OFFER_GONE -> STALE_INVENTORY;
            case INSUFFICIENT_FUNDS -> INSUFFICIENT_FUNDS;
            case UNAUTHORIZED -> PROVIDER_AUTH_FAILED;
            case UNSUPPORTED -> UNSUPPORTED_BY_PROVIDER;
            case INVALID_REQUEST -> INTERNAL;
            case RATE_LIMITED, NOT_FOUND, UNAVAILABLE, MALFORMED -> PROVIDER_UNAVAILABLE;
        };
    }
}
