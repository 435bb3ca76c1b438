package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What went wrong, in one word for programs: of a call, or of a session. Not an enum, so that a word from a newer
 * server survives. Immutable.
 *
 * @param word as it stands in the JSON
 */
public record ErrorType(@JsonValue String word) {
    /** The request breaks a rule of the API. */
    public static final ErrorType INVALID_REQUEST = new ErrorType("invalid_request");

    /** No token, or a wrong one. */
    public static final ErrorType UNAUTHORIZED = new ErrorType("unauthorized");

    /** The token does not allow this. */
    public static final ErrorType FORBIDDEN = new ErrorType("forbidden");

    /** There is no such thing. */
    public static final ErrorType NOT_FOUND = new ErrorType("not_found");

    /** The path exists, the method does not. */
    public static final ErrorType METHOD_NOT_ALLOWED = new ErrorType("method_not_allowed");

    /** The answer cannot be had in the form asked for. */
    public static final ErrorType NOT_ACCEPTABLE = new ErrorType("not_acceptable");

    /** The state of things does not allow this. */
    public static final ErrorType CONFLICT = new ErrorType("conflict");

    /** The consumer already has an active session on the offer. */
    public static final ErrorType DUPLICATE_SESSION = new ErrorType("duplicate_session");

    /** The session is ending or over. */
    public static final ErrorType NOT_ACTIVE = new ErrorType("not_active");

    /** The offer costs more than was allowed. */
    public static final ErrorType PRICE_CHANGED = new ErrorType("price_changed");

    /** The body is larger than 1 MiB. */
    public static final ErrorType PAYLOAD_TOO_LARGE = new ErrorType("payload_too_large");

    /** The body is not JSON. */
    public static final ErrorType UNSUPPORTED_MEDIA_TYPE = new ErrorType("unsupported_media_type");

    /** The key was used with another body. */
    public static final ErrorType IDEMPOTENCY_KEY_REUSED = new ErrorType("idempotency_key_reused");

    /** The first request with the key is still running. */
    public static final ErrorType IDEMPOTENCY_IN_PROGRESS = new ErrorType("idempotency_in_progress");

    /** The session exists, but its answer can no longer be read. */
    public static final ErrorType IDEMPOTENCY_REPLY_LOST = new ErrorType("idempotency_reply_lost");

    /** A limit on spending or on instances is reached. */
    public static final ErrorType FUSE = new ErrorType("fuse");

    /** The disk is smaller than what is needed. */
    public static final ErrorType INSUFFICIENT_DISK = new ErrorType("insufficient_disk");

    /** The provider lacks the feature. */
    public static final ErrorType UNSUPPORTED_BY_PROVIDER = new ErrorType("unsupported_by_provider");

    /** The account at the provider has too little credit. */
    public static final ErrorType INSUFFICIENT_FUNDS = new ErrorType("insufficient_funds");

    /** The budget is used up. */
    public static final ErrorType BUDGET_EXCEEDED = new ErrorType("budget_exceeded");

    /** Too many requests. */
    public static final ErrorType RATE_LIMITED = new ErrorType("rate_limited");

    /** A fault in the server. */
    public static final ErrorType INTERNAL = new ErrorType("internal");

    /** The provider refuses the server's credentials. */
    public static final ErrorType PROVIDER_AUTH_FAILED = new ErrorType("provider_auth_failed");

    /** The server is still looking through what it owns. */
    public static final ErrorType NOT_READY = new ErrorType("not_ready");

    /** The server only reads: it neither buys nor lengthens anything. */
    public static final ErrorType OBSERVING = new ErrorType("observing");

    /** The offer was gone by the time it was to be bought. */
    public static final ErrorType STALE_INVENTORY = new ErrorType("stale_inventory");

    /** The provider does not answer, or asks to wait. */
    public static final ErrorType PROVIDER_UNAVAILABLE = new ErrorType("provider_unavailable");

    /** The server does not have the feature yet. */
    public static final ErrorType UNSUPPORTED = new ErrorType("unsupported");

    /** The instance did not start in time. */
    public static final ErrorType BOOT_TIMEOUT = new ErrorType("boot_timeout");

    /** The instance started, but refused the login. */
    public static final ErrorType SSH_TIMEOUT = new ErrorType("ssh_timeout");

    /** The provider says that the instance failed. */
    public static final ErrorType INSTANCE_FAILED = new ErrorType("instance_failed");

    /** Another machine answered in the instance's place. */
    public static final ErrorType HOST_KEY_CHANGED = new ErrorType("host_key_changed");

    /** The instance has other GPUs than were offered. */
    public static final ErrorType GPU_MISMATCH = new ErrorType("gpu_mismatch");

    /** Whether the purchase happened was never learnt. */
    public static final ErrorType OUTCOME_UNKNOWN = new ErrorType("outcome_unknown");

    /** The provider lost the instance. */
    public static final ErrorType PROVIDER_LOST = new ErrorType("provider_lost");

    /** The model did not begin to answer. */
    public static final ErrorType MODEL_NOT_SERVING = new ErrorType("model_not_serving");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ErrorType {
        requireNonNull(word, "word");
    }

    @Override
    public String toString() {
        return word;
    }
}
