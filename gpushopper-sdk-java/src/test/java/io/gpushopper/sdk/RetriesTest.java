package io.gpushopper.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.sdk.errors.ApiException;
import io.gpushopper.sdk.errors.CallInterruptedException;
import io.gpushopper.sdk.errors.ConflictException;
import io.gpushopper.sdk.errors.StaleInventoryException;
import io.gpushopper.sdk.errors.TransportException;
import io.gpushopper.sdk.wire.CreateSessionRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RetriesTest {
    private static final CreateSessionRequest REQUEST =
            CreateSessionRequest.builder("me", "o-1", "llm", 1).build();

    private final FakeTransport transport = new FakeTransport();
    private final FakeTime time = new FakeTime();
    private final GpuShopperClient client = GpuShopperClient.builder("http://gpu.example")
            .transport(transport)
            .sleeper(time)
            .clock(time)
            .random(new Random(7))
            .build();

    @Test
    void readAgainAfterABrokenConnection() {
        transport.breaks().breaks().answers(200, Samples.session("running"));

        assertThat(client.sessions().get("s").id()).isEqualTo("sess-abc123");
        assertThat(transport.calls()).hasSize(3);
    }

    @Test
    void waitLongerFromTryToTryAndNeverTheSame() {
        transport.breaks().breaks().breaks().breaks();

        assertThatThrownBy(() -> client.sessions().get("s"))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("GET http://gpu.example/api/v1/sessions/s")
                .hasRootCauseMessage("connection reset");
        assertThat(time.sleeps()).hasSize(3);
        assertThat(time.sleeps().get(0)).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
        assertThat(time.sleeps().get(1)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1000));
        assertThat(time.sleeps().get(2)).isBetween(Duration.ofMillis(1000), Duration.ofMillis(2000));
    }

    @Test
    void stopDoublingAtTheLongestWait() {
        GpuShopperClient patient = GpuShopperClient.builder("http://gpu.example")
                .transport(transport)
                .sleeper(time)
                .retryPolicy(new RetryPolicy(80, Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(30)))
                .build();
        for (int i = 0; i < 79; i++) {
            transport.breaks();
        }
        transport.answers(200, Samples.session("running"));

        patient.sessions().get("s");

        assertThat(time.sleeps())
                .hasSize(79)
                .allSatisfy(wait -> assertThat(wait).isLessThan(Duration.ofMillis(4001)));
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503, 504})
    void deleteAgainAfterAPassingFailure(int status) {
        transport.answers(status, "").answers(200, "{\"message\":\"m\",\"session_id\":\"s\"}");

        assertThat(client.sessions().delete("s")).isEqualTo(DeleteOutcome.DESTROYED);
    }

    @Test
    void waitAsLongAsTheServerAsks() {
        transport
                .answers(503, Map.of("Retry-After", "12"), Samples.error("provider_unavailable"))
                .answers(200, Samples.session("running"));

        client.sessions().get("s");

        assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(12));
    }

    @Test
    void giveUpWhereTheServerAsksForMoreThanIsBorne() {
        transport.answers(503, Map.of("Retry-After", "31"), Samples.error("not_ready"));

        assertThatThrownBy(() -> client.sessions().get("s")).isInstanceOf(ApiException.class);
        assertThat(time.sleeps()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request",
        "404, not_found",
        "409, not_active",
        "500, internal",
        "502, provider_auth_failed"
    })
    void doNotRepeatWhatWillNotChange(int status, String errorType) {
        transport.answers(status, Samples.error(errorType));

        assertThatThrownBy(() -> client.sessions().get("s")).isInstanceOf(ApiException.class);
        assertThat(transport.calls()).hasSize(1);
    }

    @Test
    void neverSendACreateTwiceWithoutAnIdempotencyKey() {
        transport.breaks().answers(503, Samples.error("provider_unavailable"));

        assertThatThrownBy(() -> client.sessions().create(REQUEST)).isInstanceOf(TransportException.class);
        assertThat(transport.calls()).hasSize(1);
        assertThatThrownBy(() -> client.sessions().create(REQUEST)).isInstanceOf(ApiException.class);
        assertThat(transport.calls()).hasSize(2);
        assertThat(time.sleeps()).isEmpty();
    }

    @Test
    void neverSendDoneOrExtendTwice() {
        transport.breaks().breaks();

        assertThatThrownBy(() -> client.sessions().done("s")).isInstanceOf(TransportException.class);
        assertThatThrownBy(() -> client.sessions().extend("s", 1)).isInstanceOf(TransportException.class);
        assertThat(transport.calls()).hasSize(2);
    }

    @Test
    void fetchTheLostAnswerOfACreateByItsIdempotencyKey() {
        transport
                .breaks()
                .answers(409, Map.of("Retry-After", "2"), Samples.error("idempotency_in_progress"))
                .answers(201, Map.of("Idempotent-Replayed", "true"), Samples.created());

        CreatedSession created = client.sessions().create(REQUEST, "purchase-7");

        assertThat(created.isReplayed()).isTrue();
        assertThat(created.privateKey()).isPresent();
        assertThat(transport.calls())
                .hasSize(3)
                .allSatisfy(call -> assertThat(call.headers()).containsEntry("Idempotency-Key", "purchase-7"))
                .allSatisfy(call -> assertThat(call.body())
                        .isEqualTo(transport.calls().get(0).body()));
    }

    @Test
    void doNotAskAgainForAnOfferThatIsGone() {
        transport.answers(503, Map.of("Retry-After", "1"), Samples.error("stale_inventory"));

        assertThatThrownBy(() -> client.sessions().create(REQUEST, "purchase-7"))
                .isInstanceOf(StaleInventoryException.class);
        assertThat(transport.calls()).hasSize(1);
    }

    @Test
    void doNotRepeatAConflictEvenWithAnIdempotencyKey() {
        transport.answers(409, Samples.error("duplicate_session"));

        assertThatThrownBy(() -> client.sessions().create(REQUEST, "purchase-7"))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void areNotForProbes() {
        transport.breaks();

        assertThatThrownBy(client::ready).isInstanceOf(TransportException.class);
        assertThat(transport.calls()).hasSize(1);
    }

    @Test
    void endWhenTheThreadIsInterrupted() {
        transport.breaks();
        GpuShopperClient interrupted = GpuShopperClient.builder("http://gpu.example")
                .transport(transport)
                .sleeper(duration -> {
                    throw new InterruptedException();
                })
                .build();

        assertThatThrownBy(() -> interrupted.sessions().get("s")).isInstanceOf(CallInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void refuseAPolicyThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPolicy(0, Duration.ZERO, Duration.ZERO, Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPolicy(1, Duration.ofSeconds(-1), Duration.ZERO, Duration.ZERO));
    }
}
