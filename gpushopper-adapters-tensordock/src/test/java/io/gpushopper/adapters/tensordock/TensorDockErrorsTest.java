package io.gpushopper.adapters.tensordock;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.adapters.http.ApiAnswer;
import io.gpushopper.adapters.http.ApiKey;
import io.gpushopper.adapters.http.Redactor;
import io.gpushopper.adapters.tensordock.TensorDockErrors.Lesson;
import io.gpushopper.adapters.tensordock.TensorDockErrors.Refusal;
import io.gpushopper.domain.session.ErrorKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorDockErrorsTest {
    private final TensorDockErrors errors =
            new TensorDockErrors(new Redactor(new ApiKey("t0ken0must0never0be0logged")));

    @ParameterizedTest
    @CsvSource({
        "200, e1-no-nodes.json,                 OFFER_GONE,         definite",
        "200, e2-no-public-ip.json,             OFFER_GONE,         definite",
        "200, e3-unexpected-error.json,         UNAVAILABLE,        open",
        "200, e4-hostnode-unavailable.json,     OFFER_GONE,         definite",
        "200, e5-insufficient-capacity.json,    OFFER_GONE,         definite",
        "200, e6-balance.json,                  INSUFFICIENT_FUNDS, definite",
        "400, e7-ssh-port-not-forwarded.json,   INVALID_REQUEST,    definite",
        "400, e8-image-refused.json,            OFFER_GONE,         definite",
        "400, e9-disk-too-small.json,           INVALID_REQUEST,    definite",
        "401, e10-unauthorized.txt,             UNAUTHORIZED,       definite",
        "403, e10-access-denied.json,           UNAUTHORIZED,       definite",
        "429, e11-rate-limited.json,            RATE_LIMITED,       definite",
        "500, e12-internal-error.json,          UNAVAILABLE,        open",
        "503, e12-service-unavailable.json,     UNAVAILABLE,        open",
        "502, e13-bad-gateway.html,             UNAVAILABLE,        open",
        "200, e16-error-in-data.json,           UNAVAILABLE,        open",
        "400, e17-errors-array.json,            INVALID_REQUEST,    definite",
    })
    void readsWhyAPurchaseFailed(int status, String fixture, ErrorKind kind, String certainty) {
        Refusal refusal = errors.inPurchase(Fixtures.answer(status, fixture)).orElseThrow();

        assertThat(refusal.failure().kind()).isEqualTo(kind);
        assertThat(refusal.madeNothing()).isEqualTo(certainty.equals("definite"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | {"status":404,"error":"No available nodes found for the requested configuration"} | OFFER_GONE         | definite
            200 | {"status":400,"error":"GPU model is out of stock"}                               | OFFER_GONE         | definite
            200 | {"status":400,"error":"Resource unavailable at this location"}                   | OFFER_GONE         | definite
            200 | {"status":400,"error":"code invalid_enum_value: ubuntu9999"}                     | OFFER_GONE         | definite
            200 | {"status":400,"error":"Something new"}                                           | INVALID_REQUEST    | definite
            200 | {"status":429,"error":"Slow down"}                                               | RATE_LIMITED       | definite
            200 | {"status":401,"error":"Token unknown"}                                           | UNAUTHORIZED       | definite
            200 | {"status":400,"error":"Unexpected error during deployment, try again"}           | UNAVAILABLE        | open
            200 | {"status":503,"error":"Insufficient capacity"}                                   | UNAVAILABLE        | open
            200 | {"error":"Something without a status"}                                           | UNAVAILABLE        | open
            200 | {"data":{"error":"No available nodes found"}}                                    | OFFER_GONE         | open
            400 | {"error":"SSH port (22) must be forwarded for Ubuntu VMs"}                       | INVALID_REQUEST    | definite
            404 | {"error":"Location not found"}                                                   | OFFER_GONE         | definite
            404 | <html>nothing here</html>                                                        | MALFORMED          | open
            400 | not JSON                                                                         | MALFORMED          | open
            200 | not JSON                                                                         | MALFORMED          | open
            200 | {"data":{"type":                                                                 | MALFORMED          | open
            302 | {}                                                                               | UNAVAILABLE        | open
            200 | {"error":"No available nodes found"}                                             | OFFER_GONE         | open
            200 | {"error":"Service temporarily unavailable"}                                      | OFFER_GONE         | open
            200 | {"status":400,"error":"Unexpected error: hostnode unavailable"}                  | OFFER_GONE         | open
            408 | {"error":"Hostnode unavailable"}                                                 | UNAVAILABLE        | open
            408 | {"error":"Timeout"}                                                              | UNAVAILABLE        | open
            """)
    void readsOtherShapesOfTheSame(int status, String body, ErrorKind kind, String certainty) {
        Refusal refusal = errors.inPurchase(Fixtures.answerOf(status, body)).orElseThrow();

        assertThat(refusal.failure().kind()).isEqualTo(kind);
        assertThat(refusal.madeNothing()).isEqualTo(certainty.equals("definite"));
    }

    @Test
    void takesAnAcceptedPurchaseForNoError() {
        assertThat(errors.inPurchase(Fixtures.answer(200, "create-accepted.json")))
                .isEmpty();
        assertThat(errors.inPurchase(Fixtures.answer(200, "e15-created-without-id.json")))
                .isEmpty();
    }

    @Test
    void learnsFromRefusalsWhatToDoOtherwise() {
        assertThat(lesson(400, "e8-image-refused.json")).isEqualTo(Lesson.OTHER_IMAGE);
        assertThat(lesson(200, "e2-no-public-ip.json")).isEqualTo(Lesson.NO_ADDRESS);
        assertThat(lesson(200, "e1-no-nodes.json")).isEqualTo(Lesson.NONE);
    }

    @Test
    void knowsTheOneAnswerThatMeansNoSuchInstance() {
        assertThat(TensorDockErrors.isNoSuchInstance(Fixtures.answer(404, "no-such-instance.json")))
                .isTrue();
        assertThat(TensorDockErrors.isNoSuchInstance(Fixtures.answer(200, "no-such-instance-in-200.json")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "404 <html>Not Found</html>",
                "404 ",
                "404 {}",
                "404 {\"error\":\"Not Found\"}",
                "404 {\"error\":\"Unauthorized\"}",
                "404 {\"status\":401,\"error\":\"Instance not found\"}",
                "200 {\"error\":\"Instance not found\"}",
                "200 {\"status\":400,\"error\":\"Instance not found\"}",
                "401 {\"status\":404,\"error\":\"Instance not found\"}",
                "500 {\"status\":404,\"error\":\"Instance not found\"}",
                "200 {\"data\":null}",
                "200 ",
            })
    void takesNothingElseForAbsence(String statusAndBody) {
        int status = Integer.parseInt(statusAndBody.substring(0, 3));

        ApiAnswer answer = Fixtures.answerOf(status, statusAndBody.substring(4));

        assertThat(TensorDockErrors.isNoSuchInstance(answer)).isFalse();
    }

    @Test
    void handsOnHowLongToWait() {
        ApiAnswer answer = new ApiAnswer(429, Fixtures.text("e11-rate-limited.json"), null, Duration.ofSeconds(20));

        assertThat(errors.inPurchase(answer).orElseThrow().failure().retryAfter())
                .isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void keepsTheTokenOutOfItsMessages() {
        ApiAnswer answer = Fixtures.answerOf(400, "{\"error\":\"t0ken0must0never0be0logged is wrong\",\"status\":400}");

        assertThat(errors.inPurchase(answer).orElseThrow().failure().message())
                .contains("is wrong")
                .doesNotContain("t0ken");
    }

    private Lesson lesson(int status, String fixture) {
        return errors.inPurchase(Fixtures.answer(status, fixture)).orElseThrow().lesson();
    }
}
