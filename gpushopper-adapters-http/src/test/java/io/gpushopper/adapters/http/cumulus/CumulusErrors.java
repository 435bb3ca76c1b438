package io.gpushopper.adapters.http.cumulus;

import io.gpushopper.adapters.http.AnswerReader;
import io.gpushopper.adapters.http.ApiAnswer;
import io.gpushopper.adapters.http.ApiCall;
import io.gpushopper.adapters.http.ApiFailure;
import io.gpushopper.adapters.http.Redactor;
import io.gpushopper.domain.session.ErrorKind;
import java.util.Map;
import java.util.Optional;

/** From the codes of Cumulus to our kinds, <code>{"code":"sold_out"}</code>; without a code the status decides. Immutable. */
final class CumulusErrors implements AnswerReader {
    private static final Map<String, ErrorKind> CODES = Map.of(
            "bad_key", ErrorKind.UNAUTHORIZED,
            "slow_down", ErrorKind.RATE_LIMITED,
            "sold_out", ErrorKind.OFFER_GONE,
            "no_money", ErrorKind.INSUFFICIENT_FUNDS,
            "no_box", ErrorKind.NOT_FOUND,
            "bad_order", ErrorKind.INVALID_REQUEST);

    private final Redactor redactor;

    CumulusErrors(Redactor redactor) {
        this.redactor = redactor;
    }

    @Override
    public Optional<ApiFailure> failureIn(ApiCall call, ApiAnswer answer) {
        if (answer.isOk() && answer.json().isPresent()) {
            return Optional.empty();
        }
        String said = call.operation() + " failed with status " + answer.status() + ": " + answer.body();
        return Optional.of(new ApiFailure(kind(answer), redactor.clean(said), answer.retryAfter()));
    }

    private static ErrorKind kind(ApiAnswer answer) {
        if (answer.status() >= 500) {
            return ErrorKind.UNAVAILABLE;
        }
        return answer.json()
                .flatMap(body -> body.text("code"))
                .map(code -> CODES.getOrDefault(code, ErrorKind.MALFORMED))
                .orElse(ErrorKind.MALFORMED);
    }
}
