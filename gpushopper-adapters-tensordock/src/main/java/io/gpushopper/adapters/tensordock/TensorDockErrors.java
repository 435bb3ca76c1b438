package io.gpushopper.adapters.tensordock;

import static java.util.Objects.requireNonNull;

import io.gpushopper.adapters.http.AnswerReader;
import io.gpushopper.adapters.http.ApiAnswer;
import io.gpushopper.adapters.http.ApiCall;
import io.gpushopper.adapters.http.ApiFailure;
import io.gpushopper.adapters.http.CallPriority;
import io.gpushopper.adapters.http.Redactor;
import io.gpushopper.domain.session.ErrorKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * From TensorDock's answers to our error kinds. There are no documented codes: below the statuses, the text decides, by the
 * phrases that clients have seen (each has a fixture). The order matters: credentials, rate, money, image, stock, then statuses.
 *
 * <table>
 * <caption>What is refused, and what a purchase makes of it</caption>
 * <tr><th>answer</th><th>kind</th><th>purchase</th></tr>
 * <tr><td>401, 403</td><td>UNAUTHORIZED</td><td>rejected</td></tr>
 * <tr><td>429</td><td>RATE_LIMITED</td><td>rejected</td></tr>
 * <tr><td>balance too low</td><td>INSUFFICIENT_FUNDS</td><td>rejected</td></tr>
 * <tr><td>image, stock, address or place not to be had</td><td>OFFER_GONE</td><td>rejected</td></tr>
 * <tr><td>another 4xx with its JSON error</td><td>INVALID_REQUEST</td><td>rejected</td></tr>
 * <tr><td>“unexpected error”, 5xx, an error without a status or inside {@code data}</td><td>UNAVAILABLE</td><td>unknown</td></tr>
 * <tr><td>what is not JSON; outside a purchase, a 404 that is not {@link #isNoSuchInstance}</td><td>MALFORMED</td>
 *     <td>unknown</td></tr>
 * </table>
 *
 * <p>Immutable.
 */
final class TensorDockErrors implements AnswerReader {
    private static final List<String> FUNDS =
            List.of("need at least", "balance", "insufficient funds", "insufficient credit");
    private static final List<String> IMAGE = List.of("invalid_enum_value", "\"image\"");
    private static final List<String> ADDRESS = List.of("no available public ip");
    private static final List<String> STOCK = List.of(
            "no available nodes", "hostnode unavailable", "capacity", "out of stock", "unavailable", "sold out");
    private static final List<String> GENERIC = List.of("unexpected error");

    private final Redactor redactor;

    TensorDockErrors(Redactor redactor) {
        this.redactor = requireNonNull(redactor, "redactor");
    }

    /** What a refused purchase teaches about the place where it was tried. */
    enum Lesson {
        NONE,
        /** The image is not to be had there. */
        OTHER_IMAGE,
        /** No address of one's own is to be had there. */
        NO_ADDRESS
    }

    /**
     * Why a purchase failed.
     *
     * @param failure why, in our words
     * @param madeNothing whether the answer is one of the definite refusals, after which there is no instance
     * @param lesson what the next purchase there should do otherwise
     */
    record Refusal(ApiFailure failure, boolean madeNothing, Lesson lesson) {}

    @Override
    public Optional<ApiFailure> failureIn(ApiCall call, ApiAnswer answer) {
        if (call.priority() == CallPriority.LAUNCH) {
            return inPurchase(answer).map(Refusal::failure);
        }
        if (TensorDockApi.isAboutOneInstance(call) && isNoSuchInstance(answer)) {
            return Optional.of(failure(ErrorKind.NOT_FOUND, answer));
        }
        TensorDockAnswer said = new TensorDockAnswer(answer);
        boolean isReadable = said.isJson() || answer.status() == 204;
        return answer.isOk() && isReadable && !said.hasErrorBody()
                ? Optional.empty()
                : Optional.of(failure(byStatus(said), answer));
    }

    /** Why a purchase failed; empty when the answer is in no shape of an error. */
    Optional<Refusal> inPurchase(ApiAnswer answer) {
        TensorDockAnswer said = new TensorDockAnswer(answer);
        if (answer.isOk() && said.isJson() && !said.hasErrorBody()) {
            return Optional.empty();
        }
        ErrorKind kind = byText(said).orElseGet(() -> byStatus(said));
        return Optional.of(new Refusal(failure(kind, answer), isDefinite(kind, said), lesson(kind, said)));
    }

    /**
     * Whether this is TensorDock's one answer that means <i>no such instance</i>: its JSON error, as a 404 or with the number 404 in
     * a 200. A 404 without it comes from elsewhere, and a body that has another number for its status means that.
     */
    static boolean isNoSuchInstance(ApiAnswer answer) {
        TensorDockAnswer said = new TensorDockAnswer(answer);
        String error = said.error().toLowerCase(Locale.ROOT);
        boolean saysSo = answer.isOk() ? said.hasStatus(404) : answer.status() == 404;
        return saysSo
                && said.bodyStatus().orElse(404) == 404
                && error.contains("instance")
                && error.contains("not found");
    }

    /** Known phrases alone prove nothing: without a refusing status, or beside the general error, there may be an instance. */
    private static boolean isDefinite(ErrorKind kind, TensorDockAnswer said) {
        return kind != ErrorKind.UNAVAILABLE
                && kind != ErrorKind.MALFORMED
                && said.status() >= 400
                && !said.blamesData()
                && !said.speaksOf(GENERIC);
    }

    /** By phrases that mean something in the answer to a purchase only. A failing server's words mean nothing. */
    private static Optional<ErrorKind> byText(TensorDockAnswer said) {
        int status = said.status();
        if (!said.isJson() || hasFailed(status) || status == 401 || status == 403 || status == 429) {
            return Optional.empty();
        }
        if (said.speaksOf(FUNDS)) {
            return Optional.of(ErrorKind.INSUFFICIENT_FUNDS);
        }
        // A 404 with its JSON error: the place or the model that the offer names is no longer there.
        boolean isGone = said.speaksOf(IMAGE) || said.speaksOf(ADDRESS) || said.speaksOf(STOCK) || status == 404;
        return isGone ? Optional.of(ErrorKind.OFFER_GONE) : Optional.empty();
    }

    private static Lesson lesson(ErrorKind kind, TensorDockAnswer said) {
        if (kind != ErrorKind.OFFER_GONE) {
            return Lesson.NONE;
        }
        if (said.speaksOf(IMAGE)) {
            return Lesson.OTHER_IMAGE;
        }
        return said.speaksOf(ADDRESS) ? Lesson.NO_ADDRESS : Lesson.NONE;
    }

    private static ErrorKind byStatus(TensorDockAnswer said) {
        int status = said.status();
        if (status == 401 || status == 403) {
            return ErrorKind.UNAUTHORIZED;
        }
        if (status == 429) {
            return ErrorKind.RATE_LIMITED;
        }
        if (hasFailed(status)) {
            return ErrorKind.UNAVAILABLE;
        }
        if (!said.isJson() || status == 404) {
            return ErrorKind.MALFORMED;
        }
        return status >= 400 && !said.speaksOf(GENERIC) ? ErrorKind.INVALID_REQUEST : ErrorKind.UNAVAILABLE;
    }

    private static boolean hasFailed(int status) {
        return status >= 500 || status == 408;
    }

    private ApiFailure failure(ErrorKind kind, ApiAnswer answer) {
        String message = redactor.clean(new TensorDockAnswer(answer).message());
        String shown = "answered " + answer.status() + (message.isEmpty() ? "" : ": " + message);
        return new ApiFailure(kind, shown, answer.retryAfter());
    }
}
