package io.gpushopper.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.session.HealthCheck;
import io.gpushopper.domain.session.ProbeOutcome;
import io.gpushopper.domain.session.ProbeStage;
import io.gpushopper.ports.EndpointRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpEndpointProbeTest {
    private static final HealthCheck HEALTH = new HealthCheck("/health", 299);
    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final Duration IMPATIENT = Duration.ofMillis(300);

    private final HttpEndpointProbe probe = new HttpEndpointProbe();
    private StubServer server;

    @BeforeEach
    void start() throws IOException {
        server = new StubServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void seesThatItServes() {
        server.answers(200, "");

        assertThat(call(address(), PATIENT)).isInstanceOf(ProbeOutcome.Serving.class);
        assertThat(server.lastRequest()).contains("GET /health").doesNotContain("Authorization");
    }

    @Test
    void waitsForNoBody() {
        server.answersHalf();

        assertThat(call(address(), PATIENT)).isInstanceOf(ProbeOutcome.Serving.class);
    }

    @Test
    void saysWithWhatItIsAnswered() {
        server.answers(503, "loading");

        assertNotYet(call(address(), PATIENT), ProbeStage.SERVICE, "GET /health is answered with 503");
    }

    @Test
    void followsNoRedirect() {
        server.answersWith("Location: http://127.0.0.1:1/", 302, "");

        assertNotYet(call(address(), PATIENT), ProbeStage.SERVICE, "GET /health is answered with 302");
    }

    @Test
    void givesUpOnWhoDoesNotAnswer() {
        server.hangs();

        assertNotYet(call(address(), IMPATIENT), ProbeStage.SERVICE, "GET /health is not answered within 300 ms");
    }

    @Test
    void saysThatNobodySpeaksHttp() {
        server.drops();

        assertNotYet(call(address(), PATIENT), ProbeStage.SERVICE, "GET /health is not answered over HTTP");
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertNotYet(call("127.0.0.1:" + free, PATIENT), ProbeStage.CONNECT, "no connection to its port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b:80", "[zz]:80", "under_score", ":80"})
    void callsNobodyAtWhatIsNoAddress(String address) {
        assertNotYet(call(address, PATIENT), ProbeStage.CONNECT, "the provider tells no address that can be called");
    }

    private ProbeOutcome call(String address, Duration timeout) {
        return probe.call(new EndpointRequest(address, HEALTH, timeout));
    }

    private String address() {
        return "127.0.0.1:" + server.uri().getPort();
    }

    private static void assertNotYet(ProbeOutcome outcome, ProbeStage stage, String detail) {
        assertThat(outcome).isEqualTo(new ProbeOutcome.NotYet(stage, detail));
    }
}
