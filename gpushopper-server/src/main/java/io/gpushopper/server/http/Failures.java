package io.gpushopper.server.http;

import static java.util.Objects.requireNonNullElse;

import io.gpushopper.application.IdempotencyException;
import io.gpushopper.application.InsufficientDiskException;
import io.gpushopper.application.InvalidRequestException;
import io.gpushopper.application.NotFoundException;
import io.gpushopper.application.NotReadyException;
import io.gpushopper.application.ObservingException;
import io.gpushopper.application.OfferGoneException;
import io.gpushopper.application.PriceChangedException;
import io.gpushopper.application.SessionFailedException;
import io.gpushopper.application.WrongTokenException;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.ExtensionTooLongException;
import io.gpushopper.domain.session.FailureType;
import io.gpushopper.domain.session.IllegalTransitionException;
import io.gpushopper.domain.spending.BudgetExceededException;
import io.gpushopper.domain.spending.FuseException;
import io.gpushopper.ports.DuplicateSessionException;
import io.gpushopper.ports.IdempotencyKeyTakenException;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.ports.StoreException;
import io.gpushopper.sdk.wire.ErrorType;
import io.gpushopper.sdk.wire.FieldErrorJson;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of an exception over HTTP: the one translation from inside to outside. A fault of ours is logged here and told
 * nobody.
 */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final Duration NOT_READY_AGAIN = Duration.ofSeconds(5);
    private static final Duration PROVIDER_AGAIN = Duration.ofSeconds(30);
    // Most purchases are answered within seconds.
    private static final Duration TWIN_AGAIN = Duration.ofSeconds(2);

    private Failures() {}

    /** The answer for what was thrown while a request was handled. */
    static ErrorAnswer answer(Throwable thrown) {
        if (thrown instanceof RefusedException refused) {
            return refused.answer();
        }
        if (thrown instanceof NotFoundException missing) {
            return ErrorAnswer.of(
                    404, ErrorType.NOT_FOUND, missing.kind() + " not found: " + Reflected.of(missing.id()));
        }
        if (thrown instanceof InvalidRequestException invalid) {
            return ErrorAnswer.invalid(
                    ErrorType.INVALID_REQUEST,
                    List.of(new FieldErrorJson(invalid.field(), String.valueOf(invalid.getMessage()))));
        }
        if (thrown instanceof WrongTokenException wrong) {
            return ErrorAnswer.of(401, ErrorType.UNAUTHORIZED, String.valueOf(wrong.getMessage()));
        }
        if (thrown instanceof DuplicateSessionException duplicate) {
            return ErrorAnswer.of(409, ErrorType.DUPLICATE_SESSION, String.valueOf(duplicate.getMessage()))
                    .with(body -> body.sessionId(duplicate.existing().value()));
        }
        if (thrown instanceof IllegalTransitionException illegal) {
            return ErrorAnswer.of(409, ErrorType.NOT_ACTIVE, String.valueOf(illegal.getMessage()))
                    .with(body -> body.sessionId(illegal.session().value()));
        }
        if (thrown instanceof IdempotencyException used) {
            return used(used);
        }
        if (thrown instanceof IdempotencyKeyTakenException twin) {
            return ErrorAnswer.of(409, ErrorType.IDEMPOTENCY_IN_PROGRESS, String.valueOf(twin.getMessage()))
                    .retryAfter(TWIN_AGAIN);
        }
        if (thrown instanceof ExtensionTooLongException tooLong) {
            return tooLong(tooLong);
        }
        return purchase(thrown);
    }

    private static ErrorAnswer purchase(Throwable thrown) {
        if (thrown instanceof FuseException) {
            // How much the deployment has running is not every caller's to know; the log has it.
            return ErrorAnswer.of(409, ErrorType.FUSE, "the fuse of the deployment allows no more for now");
        }
        if (thrown instanceof BudgetExceededException spent) {
            return ErrorAnswer.of(402, ErrorType.BUDGET_EXCEEDED, String.valueOf(spent.getMessage()));
        }
        if (thrown instanceof OfferGoneException gone) {
            return stale(gone.offer());
        }
        if (thrown instanceof InsufficientDiskException disk) {
            return ErrorAnswer.invalid(
                    ErrorType.INSUFFICIENT_DISK,
                    List.of(new FieldErrorJson("disk_gb", String.valueOf(disk.getMessage()))));
        }
        if (thrown instanceof PriceChangedException dearer) {
            return ErrorAnswer.of(409, ErrorType.PRICE_CHANGED, String.valueOf(dearer.getMessage()))
                    .with(body -> body.pricePerHour(dearer.price().amount())
                            .maxPricePerHour(dearer.limit().amount())
                            .offerId(dearer.offer().toString())
                            .provider(dearer.offer().provider().value()));
        }
        if (thrown instanceof SessionFailedException failed) {
            return failed(failed);
        }
        if (thrown instanceof ProviderException refusal) {
            return refusal(refusal);
        }
        if (thrown instanceof NotReadyException unready) {
            return ErrorAnswer.of(503, ErrorType.NOT_READY, String.valueOf(unready.getMessage()))
                    .retryAfter(NOT_READY_AGAIN);
        }
        if (thrown instanceof ObservingException observing) {
            return ErrorAnswer.of(503, ErrorType.OBSERVING, String.valueOf(observing.getMessage()));
        }
        if (thrown instanceof InterruptedException) {
            return ErrorAnswer.of(
                            503,
                            ErrorType.NOT_READY,
                            "the server is stopping; what was asked for may go on, so look before you ask again")
                    .retryAfter(NOT_READY_AGAIN);
        }
        if (thrown instanceof StoreException store) {
            LOG.error("the store did not do what a request needed", store);
            return internal();
        }
        LOG.error("a request failed by a fault of the server", thrown);
        return internal();
    }

    /** A fault of ours, of which a client learns the request's id only. */
    static ErrorAnswer internal() {
        return ErrorAnswer.of(500, ErrorType.INTERNAL, "internal server error");
    }

    private static ErrorAnswer used(IdempotencyException used) {
        String message = String.valueOf(used.getMessage());
        ErrorAnswer answer = switch (used.reason()) {
            case REUSED -> ErrorAnswer.of(422, ErrorType.IDEMPOTENCY_KEY_REUSED, message);
            case IN_PROGRESS ->
                ErrorAnswer.of(409, ErrorType.IDEMPOTENCY_IN_PROGRESS, message).retryAfter(TWIN_AGAIN);
            case REPLY_LOST -> ErrorAnswer.of(409, ErrorType.IDEMPOTENCY_REPLY_LOST, message);
        };
        return answer.with(body -> body.sessionId(used.session().value()));
    }

    private static ErrorAnswer tooLong(ExtensionTooLongException tooLong) {
        long hours = tooLong.possible().toHours();
        String rule = hours == 0
                ? "additional_hours: the session can't be extended any further"
                : "additional_hours must be at most " + hours + ": longer may no session live";
        return ErrorAnswer.invalid(ErrorType.INVALID_REQUEST, List.of(new FieldErrorJson("additional_hours", rule)))
                .with(body -> body.sessionId(tooLong.session().value()));
    }

    /** The reference's body, word for word. */
    private static ErrorAnswer stale(OfferId offer) {
        return ErrorAnswer.of(503, ErrorType.STALE_INVENTORY, "offer unavailable due to stale inventory")
                .with(body -> body.offerId(offer.toString())
                        .provider(offer.provider().value())
                        .retrySuggested(true)
                        .message("The selected offer is no longer available."
                                + " Please refresh inventory and select a different offer."));
    }

    private static ErrorAnswer failed(SessionFailedException failed) {
        FailureType type = failed.failure().type();
        if (type == FailureType.STALE_INVENTORY) {
            return stale(failed.session().terms().offer());
        }
        ErrorAnswer answer = type == FailureType.INTERNAL
                ? internal()
                : ErrorAnswer.of(
                        status(type),
                        new ErrorType(type.word()),
                        Reflected.of(failed.failure().message()));
        answer.with(body -> body.sessionId(failed.session().id().value())
                .provider(failed.session().provider().value()));
        if (type == FailureType.INTERNAL) {
            LOG.error("session {} failed by a fault of ours", failed.session().id(), failed);
        }
        return status(type) == 503 ? answer.retryAfter(PROVIDER_AGAIN) : answer;
    }

    private static int status(FailureType type) {
        return switch (type) {
            case INSUFFICIENT_FUNDS -> 402;
            case PROVIDER_AUTH_FAILED -> 502;
            case UNSUPPORTED_BY_PROVIDER -> 400;
            case PRICE_CHANGED -> 409;
            case INTERNAL -> 500;
            case STALE_INVENTORY,
                    PROVIDER_UNAVAILABLE,
                    BOOT_TIMEOUT,
                    SSH_TIMEOUT,
                    INSTANCE_FAILED,
                    HOST_KEY_CHANGED,
                    GPU_MISMATCH,
                    OUTCOME_UNKNOWN,
                    PROVIDER_LOST,
                    MODEL_NOT_SERVING -> 503;
        };
    }

    private static ErrorAnswer refusal(ProviderException refusal) {
        FailureType type = FailureType.ofRefusal(refusal.kind());
        if (type == FailureType.INTERNAL || refusal.kind() == ErrorKind.NOT_FOUND) {
            LOG.error("a provider did not like what it was asked", refusal);
            return internal();
        }
        ErrorAnswer answer = ErrorAnswer.of(
                        status(type), new ErrorType(type.word()), Reflected.of(String.valueOf(refusal.getMessage())))
                .with(body -> body.provider(refusal.provider().value()));
        return status(type) == 503
                ? answer.retryAfter(requireNonNullElse(refusal.retryAfter().orElse(null), PROVIDER_AGAIN))
                : answer;
    }
}
