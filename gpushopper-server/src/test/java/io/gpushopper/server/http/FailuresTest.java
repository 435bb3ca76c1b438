package io.gpushopper.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.application.InvalidRequestException;
import io.gpushopper.application.NotReadyException;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.ExtensionTooLongException;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.sdk.wire.ErrorJson;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FailuresTest {
    @ParameterizedTest
    @CsvSource({
        "OFFER_GONE, 503, stale_inventory",
        "INSUFFICIENT_FUNDS, 402, insufficient_funds",
        "UNAUTHORIZED, 502, provider_auth_failed",
        "RATE_LIMITED, 503, provider_unavailable",
        "UNAVAILABLE, 503, provider_unavailable",
        "MALFORMED, 503, provider_unavailable",
        "UNSUPPORTED, 400, unsupported_by_provider",
        "INVALID_REQUEST, 500, internal",
        "NOT_FOUND, 500, internal",
    })
    void mapsEveryKindOfProviderError(ErrorKind kind, int status, String type) {
        ErrorAnswer answer = Failures.answer(
                new ProviderException(new ProviderId("vastai"), kind, "why", Duration.ofMillis(7_100), null));

        ErrorJson body = answer.body("r-1");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(body.errorType()).hasToString(type);
        assertThat(body.requestId()).isEqualTo("r-1");
        assertThat(answer.retryAfterSeconds()).isEqualTo(status == 503 ? 8 : null);
        assertThat(body.error()).isEqualTo(status == 500 ? "internal server error" : "vastai: why");
    }

    @Test
    void asksToComeBackWhenItIsNotReadyOrStops() {
        assertThat(Failures.answer(new NotReadyException("not yet")).retryAfterSeconds())
                .isPositive();
        ErrorAnswer stopping = Failures.answer(new InterruptedException());
        assertThat(stopping.status()).isEqualTo(503);
        assertThat(stopping.retryAfterSeconds()).isPositive();
    }

    @Test
    void namesTheFieldOfWhatTheLibraryRefuses() {
        ErrorJson body = Failures.answer(new InvalidRequestException("reservation_hours", "reservation_hours is long"))
                .body(null);

        assertThat(body.error()).isEqualTo("reservation_hours is long");
        assertThat(body.details()).singleElement().hasFieldOrPropertyWithValue("field", "reservation_hours");
    }

    @Test
    void saysWhenNoExtensionIsPossibleAtAll() {
        SessionId session = new SessionId("sess-aaaaaaaaaaaaaaaa");

        ErrorJson body = Failures.answer(new ExtensionTooLongException(session, Duration.ofMinutes(59)))
                .body(null);

        assertThat(body.error()).isEqualTo("additional_hours: the session can't be extended any further");
        assertThat(body.sessionId()).isEqualTo(session.value());
    }
}
