package io.gpushopper.adapters.vastai;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.adapters.http.ApiAnswer;
import io.gpushopper.adapters.http.ApiCall;
import io.gpushopper.adapters.http.ApiFailure;
import io.gpushopper.adapters.http.ApiKey;
import io.gpushopper.adapters.http.CallPriority;
import io.gpushopper.adapters.http.PaceRule;
import io.gpushopper.adapters.http.Pacer;
import io.gpushopper.adapters.http.Redactor;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.testkit.SettableClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VastAiErrorsTest {
    private final VastAiErrors errors = new VastAiErrors(new Redactor(new ApiKey("k3y0must0never0be0logged")));

    @ParameterizedTest
    @CsvSource(textBlock = """
            auth-no-header-403.json,      account,    403, UNAUTHORIZED
            auth-unknown-key-404.json,    account,    404, UNAUTHORIZED
            auth-unknown-key-404.json,    get,        401, UNAUTHORIZED
            auth-unknown-key-404.json,    get,        404, UNAUTHORIZED
            auth-unknown-key-404.json,    destroy,    404, UNAUTHORIZED
            auth-unknown-key-404.json,    list,       404, UNAUTHORIZED
            auth-unknown-key-404.json,    search,     404, UNAUTHORIZED
            bad-json-400.json,            search,     400, INVALID_REQUEST
            rate-limit-detail-429.json,   get,        429, RATE_LIMITED
            rate-limit-code-429.json,     destroy,    429, RATE_LIMITED
            rate-limit-text-429.txt,      create,     429, RATE_LIMITED
            rate-limit-message-429.json,  create,     429, RATE_LIMITED
            create-offer-gone-400.json,   create,     400, OFFER_GONE
            create-offer-gone-400.json,   create,     404, OFFER_GONE
            create-offer-gone-410.json,   create,     410, OFFER_GONE
            create-no-credit-400.json,    create,     400, INSUFFICIENT_FUNDS
            prepay-no-credit-411.json,    create,     411, INSUFFICIENT_FUNDS
            list-bad-filter-400.json,     list,       400, INVALID_REQUEST
            get-bad-id-400.json,          get,        400, INVALID_REQUEST
            attach-key-gone-404.json,     attach_key, 404, NOT_FOUND
            attach-key-gone-404.json,     get,        404, NOT_FOUND
            destroy-gone-404.json,        destroy,    404, NOT_FOUND
            destroy-gone-404.json,        stop,       404, NOT_FOUND
            start-queued-200.json,        stop,       200, MALFORMED
            auth-unknown-key-404.json,    stop,       404, UNAUTHORIZED
            start-queued-200.json,        create,     200, OFFER_GONE
            """)
    void readsEveryRefusalOfTheContract(String fixture, String operation, int status, ErrorKind kind) {
        assertThat(failure(operation, status, Fixtures.text(fixture)).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            401, Please log in or sign up
            404, Session expired. Please log in again.
            401, This needs Two Factor Authentication
            """)
    void knowsARefusedLoginAtAnyStatus(int status, String msg) {
        assertThat(failure("get", status, "{\"success\":false,\"msg\":\"" + msg + "\"}")
                        .kind())
                .isEqualTo(ErrorKind.UNAUTHORIZED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            create | 400 | {"success":false,"error":"invalid_args","msg":"error 400/3467: Invalid args: disk","ask_id":7} | INVALID_REQUEST
            create | 400 | {"success":false,"error":"invalid_price","msg":"too low"}                                     | INVALID_REQUEST
            create | 400 | {"success":false,"error":"no_ssh_key_for_vm"}                                                | INVALID_REQUEST
            create | 400 | {"success":false,"error":"missing_billing"}                                                  | INSUFFICIENT_FUNDS
            create | 403 | {"success":false,"msg":"spend_rate_limit reached"}                                           | INSUFFICIENT_FUNDS
            create | 403 | {"error":"invalid_args","msg":"error 403/3586: Offer 7 is not your own."}                    | INVALID_REQUEST
            create | 410 | {}                                                                                           | OFFER_GONE
            list   | 410 | {"msg":"retired"}                                                                            | MALFORMED
            create | 500 | {"success":false,"error":"internal"}                                                         | UNAVAILABLE
            get    | 502 | <html>Bad Gateway</html>                                                                     | UNAVAILABLE
            get    | 504 | ''                                                                                           | UNAVAILABLE
            get    | 404 | ''                                                                                           | MALFORMED
            get    | 404 | <html>not found</html>                                                                       | MALFORMED
            get    | 404 | {"msg":"no such page"}                                                                       | MALFORMED
            list   | 404 | {"success":false,"error":"not_found","msg":"Instance not found"}                             | MALFORMED
            get    | 200 | {"instances":                                                                                | MALFORMED
            get    | 200 | ''                                                                                           | MALFORMED
            list   | 200 | {"success":false,"error":"Invalid date range"}                                               | MALFORMED
            get    | 308 | ''                                                                                           | MALFORMED
            get    | 401 | Unauthorized                                                                                 | UNAUTHORIZED
            destroy| 200 | {"success":false,"error":"no_such_instance"}                                                 | NOT_FOUND
            """)
    void readsWhatElseMayCome(String operation, int status, String body, ErrorKind kind) {
        assertThat(failure(operation, status, body).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"success\":true}",
                "{\"offers\":[]}",
                "{\"instances\":null}",
                "{\"label\":\"too frequent auth_error\"}"
            })
    void findsNoFailureInASuccess(String body) {
        assertThat(errors.failureIn(call("get"), Fixtures.answer(200, body))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "rate-limit-detail-429.json, 2400",
        "rate-limit-code-429.json, 3600",
        "rate-limit-text-429.txt, 5400",
        "rate-limit-message-429.json, 5400"
    })
    void waitsAFifthLongerThanTheIntervalThatIsNamed(String fixture, long millis) {
        assertThat(failure("get", 429, Fixtures.text(fixture)).retryAfter()).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void heedsTheFactorThatGrowsWithAbuse() {
        assertThat(failure("get", 429, "threshold=4.5*10.0").retryAfter()).isEqualTo(Duration.ofSeconds(54));
    }

    @Test
    void heedsAWaitThatIsAskedFor() {
        assertThat(failure("get", 429, "{\"detail\":\"threshold=2.0\",\"retry_after\":30}")
                        .retryAfter())
                .isEqualTo(Duration.ofSeconds(30));
        ApiAnswer withHeader = new ApiAnswer(429, "threshold=2.0", null, Duration.ofSeconds(20));
        assertThat(errors.failureIn(call("get"), withHeader).map(ApiFailure::retryAfter))
                .contains(Duration.ofSeconds(20));
    }

    @Test
    void namesNoSecret() {
        String body =
                "{\"success\":false,\"error\":\"invalid_args\",\"msg\":\"bad k3y0must0never0be0logged and ssh_key=abc\"}";

        assertThat(failure("create", 400, body).message())
                .contains("create", "400", "invalid_args")
                .doesNotContain("k3y")
                .doesNotContain("abc");
    }

    private ApiFailure failure(String operation, int status, String body) {
        Optional<ApiFailure> failure = errors.failureIn(call(operation), Fixtures.answer(status, body));
        assertThat(failure).isPresent();
        return failure.get();
    }

    private static ApiCall call(String operation) {
        SettableClock clock = new SettableClock(Instant.EPOCH);
        Pacer pacer = new Pacer(PaceRule.every(Duration.ZERO), clock, clock::advance);
        return ApiCall.of(operation, CallPriority.READ, pacer, "GET", URI.create("http://127.0.0.1/"));
    }
}
