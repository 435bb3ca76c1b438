package io.gpushopper.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gpushopper.sdk.errors.AwaitTimeoutException;
import io.gpushopper.sdk.errors.CallInterruptedException;
import io.gpushopper.sdk.errors.NotFoundException;
import io.gpushopper.sdk.errors.SessionEndedException;
import io.gpushopper.sdk.errors.TransportException;
import io.gpushopper.sdk.wire.ErrorType;
import io.gpushopper.sdk.wire.SessionJson;
import io.gpushopper.sdk.wire.SessionStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AwaitTest {
    private final FakeTransport transport = new FakeTransport();
    private final FakeTime time = new FakeTime();
    private final SessionsClient sessions = GpuShopperClient.builder("http://gpu.example")
            .transport(transport)
            .sleeper(time)
            .clock(time)
            .build()
            .sessions();

    @Test
    void waitsUntilTheSessionRunsAndLooksTwiceASecond() {
        transport
                .answers(200, Samples.session("pending"))
                .answers(200, Samples.session("provisioning"))
                .answers(200, Samples.session("running"));

        SessionJson session = sessions.awaitRunning("sess-abc123", Duration.ofMinutes(5));

        assertThat(session.sshHost()).isEqualTo("192.168.1.100");
        assertThat(time.sleeps()).containsExactly(Duration.ofMillis(500), Duration.ofMillis(500));
    }

    @Test
    void saysWhyASessionWillNeverRun() {
        transport.answers(200, Samples.session("provisioning")).answers(200, Samples.failedSession("ssh_timeout"));

        SessionEndedException ended = catchThrowableOfType(
                SessionEndedException.class, () -> sessions.awaitRunning("sess-abc123", Duration.ofMinutes(5)));

        assertThat(ended.errorType()).hasValue(ErrorType.SSH_TIMEOUT);
        assertThat(ended).hasMessage("session sess-abc123 is failed, ssh_timeout: it broke");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stopping", "stopped"})
    void doesNotWaitForASessionThatWasEnded(String status) {
        transport.answers(200, Samples.session(status));

        SessionEndedException ended = catchThrowableOfType(
                SessionEndedException.class, () -> sessions.awaitRunning("sess-abc123", Duration.ofMinutes(5)));

        assertThat(ended.session().status()).isEqualTo(new SessionStatus(status));
        assertThat(ended.errorType()).isEmpty();
    }

    @Test
    void looksOnceMoreAtTheVeryEndAndThenGivesUp() {
        transport
                .answers(200, Samples.session("provisioning"))
                .answers(200, Samples.session("provisioning"))
                .answers(200, Samples.session("provisioning"));

        AwaitTimeoutException late = catchThrowableOfType(
                AwaitTimeoutException.class, () -> sessions.awaitRunning("sess-abc123", Duration.ofMillis(700)));

        assertThat(late.sessionId()).isEqualTo("sess-abc123");
        assertThat(late.lastStatus()).hasValue(SessionStatus.PROVISIONING);
        assertThat(time.sleeps()).containsExactly(Duration.ofMillis(500), Duration.ofMillis(200));
    }

    @Test
    void bearsAServerThatIsAwayForAWhile() {
        transport
                .answers(200, Samples.session("provisioning"))
                .breaks()
                .breaks()
                .answers(502, "<html>")
                .answers(503, Samples.error("not_ready"))
                .answers(200, Samples.session("running"));

        assertThat(sessions.awaitRunning("sess-abc123", Duration.ofMinutes(5)).status())
                .isEqualTo(SessionStatus.RUNNING);
    }

    @Test
    void saysWhatKeptItFromLookingWhenTheTimeIsUp() {
        transport.breaks().breaks();

        AwaitTimeoutException late = catchThrowableOfType(
                AwaitTimeoutException.class, () -> sessions.awaitRunning("sess-abc123", Duration.ofMillis(100)));

        assertThat(late).hasCauseInstanceOf(TransportException.class).hasMessageContaining("was not seen");
        assertThat(late.lastStatus()).isEmpty();
    }

    @Test
    void givesUpAtOnceOnASessionThatIsNotThere() {
        transport.answers(404, Samples.error("not_found"));

        assertThatThrownBy(() -> sessions.awaitRunning("sess-abc123", Duration.ofMinutes(5)))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void letsNoLookTakeLongerThanTheTimeThatIsLeft() {
        transport.answers(200, Samples.session("provisioning")).answers(200, Samples.session("running"));

        sessions.awaitRunning("sess-abc123", Duration.ofSeconds(20));

        assertThat(transport.calls())
                .extracting(HttpCall::timeout)
                .containsExactly(Duration.ofSeconds(20), Duration.ofMillis(19_500));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stopped", "failed"})
    void waitsUntilNothingIsLeft(String status) {
        transport
                .answers(200, Samples.session("running"))
                .answers(200, Samples.session("stopping"))
                .answers(200, Samples.session(status));

        assertThat(sessions.awaitStopped("sess-abc123", Duration.ofMinutes(1)).status())
                .isEqualTo(new SessionStatus(status));
    }

    @Test
    void endsWhenTheThreadIsInterrupted() {
        transport.answers(200, Samples.session("provisioning"));
        SessionsClient interrupted = GpuShopperClient.builder("http://gpu.example")
                .transport(transport)
                .sleeper(duration -> {
                    throw new InterruptedException();
                })
                .build()
                .sessions();

        assertThatThrownBy(() -> interrupted.awaitRunning("sess-abc123", Duration.ofMinutes(5)))
                .isInstanceOf(CallInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
