package io.gpushopper.adapters.vastai;

import io.gpushopper.adapters.http.AnswerReader;
import io.gpushopper.adapters.http.ApiAnswer;
import io.gpushopper.adapters.http.ApiCall;
import io.gpushopper.adapters.http.ApiFailure;
import io.gpushopper.adapters.http.JsonFields;
import io.gpushopper.adapters.http.Redactor;
import io.gpushopper.domain.session.ErrorKind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What Vast.ai's refusals mean. The same refusal comes with several statuses, and the same status with several meanings, so code and
 * text decide first and the status last (docs/PROVIDERS.md, Vast.ai: calls and answers). A 404 by itself means nothing: it
 * may be a refused key. Immutable.
 *
 * <pre>{"success":false,"error":"invalid_args","msg":"error 404/3603: no_such_ask  Instance type by id 7 is not available."}</pre>
 */
final class VastAiErrors implements AnswerReader {
    private static final Set<String> ON_AN_INSTANCE = Set.of("get", "attach_key", "stop", "destroy");
    private static final Set<String> NO_INSTANCE = Set.of("no_such_instance", "not_found");
    private static final Set<String> OUR_FAULT =
            Set.of("invalid_price", "invalid_args", "invalid_request", "label_too_long", "invalid_token");

    private final Redactor redactor;

    VastAiErrors(Redactor redactor) {
        this.redactor = redactor;
    }

    @Override
    public Optional<ApiFailure> failureIn(ApiCall call, ApiAnswer answer) {
        Optional<JsonFields> json = answer.json();
        if (answer.isOk()) {
            if (json.isEmpty()) {
                return Optional.of(malformed(call, "an answer that is no JSON"));
            }
            if (json.get().flag("success").orElse(true)) {
                return Optional.empty();
            }
        }
        String code = json.flatMap(body -> body.text("error")).orElse("").toLowerCase(Locale.ROOT);
        String text = json.flatMap(VastAiErrors::text).orElse(answer.body());
        String all = (code + " " + text).toLowerCase(Locale.ROOT);
        ErrorKind kind = kind(call.operation(), answer.status(), code, all);
        String message =
                call.operation() + " failed with status " + answer.status() + ": " + redactor.clean(code + " " + text);
        return Optional.of(new ApiFailure(
                kind,
                message,
                kind == ErrorKind.RATE_LIMITED
                        ? RateLimitWait.read(answer, text).orElse(null)
                        : null));
    }

    ApiFailure malformed(ApiCall call, String what) {
        return new ApiFailure(ErrorKind.MALFORMED, call.operation() + " brought " + what, null);
    }

    private static ErrorKind kind(String operation, int status, String code, String all) {
        if (status == 429 || hasAny(all, "too frequent", "rate_limit_exceeded")) {
            return ErrorKind.RATE_LIMITED;
        }
        if (saysRefusedLogin(all)) {
            return ErrorKind.UNAUTHORIZED;
        }
        if (isOfferGone(operation, status, all)) {
            return ErrorKind.OFFER_GONE;
        }
        if (status == 402
                || status == 411
                || hasAny(all, "insufficient_credit", "lacks credit", "insufficient credit", "missing_billing")
                || all.contains("spend_rate_limit")) {
            return ErrorKind.INSUFFICIENT_FUNDS;
        }
        if (ON_AN_INSTANCE.contains(operation) && NO_INSTANCE.contains(code)) {
            return ErrorKind.NOT_FOUND;
        }
        if (OUR_FAULT.contains(code) || code.startsWith("no_ssh_key") || status == 400 || status == 422) {
            return ErrorKind.INVALID_REQUEST;
        }
        if (status == 401 || status == 403) {
            return ErrorKind.UNAUTHORIZED;
        }
        return status >= 500 || status == 408 ? ErrorKind.UNAVAILABLE : ErrorKind.MALFORMED;
    }

    private static boolean saysRefusedLogin(String all) {
        return hasAny(
                all,
                "auth_error",
                "invalid user key",
                "requires login",
                "please log in",
                "session expired",
                "two factor");
    }

    private static boolean isOfferGone(String operation, int status, String all) {
        return all.contains("no_such_ask")
                || (operation.equals("create")
                        && (status == 410
                                || hasAny(
                                        all,
                                        "not available",
                                        "no longer available",
                                        "currently unavailable",
                                        "state change queued")));
    }

    private static Optional<String> text(JsonFields body) {
        return body.text("msg").or(() -> body.text("message")).or(() -> body.text("detail"));
    }

    private static boolean hasAny(String text, String... needles) {
        return Arrays.stream(needles).anyMatch(text::contains);
    }
}
