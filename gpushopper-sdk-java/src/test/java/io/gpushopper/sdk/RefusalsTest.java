package io.gpushopper.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gpushopper.sdk.errors.ApiException;
import io.gpushopper.sdk.errors.ConflictException;
import io.gpushopper.sdk.errors.InvalidRequestException;
import io.gpushopper.sdk.errors.StaleInventoryException;
import io.gpushopper.sdk.wire.CreateSessionRequest;
import io.gpushopper.sdk.wire.ErrorType;
import io.gpushopper.sdk.wire.FieldErrorJson;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RefusalsTest {
    private final FakeTransport transport = new FakeTransport();
    private final FakeTime time = new FakeTime();
    private final GpuShopperClient client = GpuShopperClient.builder("http://gpu.example")
            .transport(transport)
            .sleeper(time)
            .clock(time)
            .retryPolicy(RetryPolicy.never())
            .build();

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request, InvalidRequestException",
        "400, unsupported, InvalidRequestException",
        "401, unauthorized, UnauthorizedException",
        "400, insufficient_disk, InvalidRequestException",
        "400, unsupported_by_provider, InvalidRequestException",
        "402, insufficient_funds, InsufficientFundsException",
        "402, budget_exceeded, BudgetExceededException",
        "403, forbidden, ForbiddenException",
        "404, not_found, NotFoundException",
        "405, method_not_allowed, InvalidRequestException",
        "406, not_acceptable, InvalidRequestException",
        "409, duplicate_session, ConflictException",
        "409, not_active, ConflictException",
        "409, idempotency_in_progress, ConflictException",
        "409, idempotency_reply_lost, ConflictException",
        "409, fuse, FuseException",
        "413, payload_too_large, InvalidRequestException",
        "415, unsupported_media_type, InvalidRequestException",
        "422, idempotency_key_reused, ConflictException",
        "429, rate_limited, RateLimitedException",
        "500, internal, ServerException",
        "502, provider_auth_failed, ProviderUnavailableException",
        "503, not_ready, NotReadyException",
        "503, stale_inventory, StaleInventoryException",
        "503, provider_unavailable, ProviderUnavailableException",
        "503, word_of_tomorrow, ServerException",
        "302, moved, ApiException"
    })
    void becomeTheExceptionOfTheirMeaning(int status, String errorType, String exception) {
        transport.answers(status, Samples.error(errorType));

        ApiException refusal = refusal();

        assertThat(refusal.getClass().getSimpleName()).isEqualTo(exception);
        assertThat(refusal.status()).isEqualTo(status);
        assertThat(refusal.errorType()).hasValue(new ErrorType(errorType));
        assertThat(refusal.requestId()).hasValue("r-1");
        assertThat(refusal).hasMessage(status + " " + errorType + ": no (request r-1)");
    }

    @Test
    void tellWhichOfferIsGone() {
        transport.answers(503, """
                {"error":"offer unavailable due to stale inventory","error_type":"stale_inventory",
                 "offer_id":"vastai-12345","provider":"vastai","retry_suggested":true,"message":"m","request_id":"r"}""");

        StaleInventoryException refusal = catchThrowableOfType(StaleInventoryException.class, this::create);

        assertThat(refusal.offerId()).hasValue("vastai-12345");
        assertThat(refusal.provider()).hasValue("vastai");
        assertThat(refusal.isRetrySuggested()).isTrue();
    }

    @Test
    void tellEveryBrokenField() {
        transport.answers(
                400,
                "{\"error\":\"a; b\",\"request_id\":\"r\",\"details\":[{\"field\":\"offer_id\",\"message\":\"a\"},"
                        + "{\"field\":\"reservation_hours\",\"message\":\"b\"}]}");

        InvalidRequestException refusal = catchThrowableOfType(InvalidRequestException.class, this::create);

        assertThat(refusal.details())
                .extracting(FieldErrorJson::field)
                .containsExactly("offer_id", "reservation_hours");
    }

    @Test
    void tellTheSessionAndThePricesThatStandInTheWay() {
        transport.answers(
                409,
                "{\"error\":\"e\",\"error_type\":\"price_changed\",\"session_id\":\"sess-1\",\"price_per_hour\":0.5,"
                        + "\"max_price_per_hour\":0.4}");

        ConflictException refusal = catchThrowableOfType(ConflictException.class, this::create);

        assertThat(refusal.sessionId()).hasValue("sess-1");
        assertThat(refusal.pricePerHour()).hasValue(new BigDecimal("0.5"));
        assertThat(refusal.maxPricePerHour()).hasValue(new BigDecimal("0.4"));
    }

    @ParameterizedTest
    @CsvSource({
        "30, 30",
        "' 0 ', 0",
        "'Thu, 29 Jan 2026 12:00:20 GMT', 20",
        "'Thu, 29 Jan 2026 11:00:00 GMT', 0",
    })
    void tellHowLongToWaitInEitherFormOfTheHeader(String header, long seconds) {
        transport.answers(503, Map.of("retry-after", header), Samples.error("not_ready"));

        assertThat(refusal().retryAfter()).hasValue(Duration.ofSeconds(seconds));
    }

    @Test
    void tellHowLongToWaitByTheirBodyIfTheHeaderSaysNothing() {
        transport
                .answers(503, Map.of("Retry-After", "soon"), "{\"error\":\"e\",\"retry_after_seconds\":7}")
                .answers(503, Samples.error("not_ready"));

        assertThat(refusal().retryAfter()).hasValue(Duration.ofSeconds(7));
        assertThat(refusal().retryAfter()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"404, NotFoundException", "502, ServerException"})
    void areToldByTheirStatusWhereTheBodyIsNotOurs(int status, String exception) {
        transport.answers(status, Map.of("X-Request-ID", "r-2"), "<html>no</html>");

        ApiException refusal = refusal();

        assertThat(refusal.getClass().getSimpleName()).isEqualTo(exception);
        assertThat(refusal.requestId()).hasValue("r-2");
        assertThat(refusal.errorType()).isEmpty();
    }

    private ApiException refusal() {
        return catchThrowableOfType(ApiException.class, this::create);
    }

    private void create() {
        client.sessions()
                .create(CreateSessionRequest.builder("me", "o-1", "llm", 1).build());
    }
}
