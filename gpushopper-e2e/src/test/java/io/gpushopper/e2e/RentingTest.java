package io.gpushopper.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gpushopper.sdk.CreatedSession;
import io.gpushopper.sdk.SshPrivateKey;
import io.gpushopper.sdk.wire.CreateSessionRequest;
import io.gpushopper.sdk.wire.DiagnosticsJson;
import io.gpushopper.sdk.wire.HeartbeatRequest;
import io.gpushopper.sdk.wire.OfferJson;
import io.gpushopper.sdk.wire.SessionJson;
import io.gpushopper.sdk.wire.SessionStatus;
import io.gpushopper.sdk.wire.WorkloadTypes;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From an offer to a login, and to an end that the provider's own books confirm. */
class RentingTest {
    private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.open(Duration.ofSeconds(2)).started();
    }

    @AfterAll
    static void end() {
        stage.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vastai", "tensordock"})
    void rentsLogsInAndEnds(String provider) throws IOException, InterruptedException {
        OfferJson offer = stage.offer(provider);

        CreatedSession created = stage.rent(offer, "renting-" + provider);
        SshPrivateKey key = created.privateKey().orElseThrow();
        assertThat(key.pem()).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        assertThat(created.session().provider()).isEqualTo(provider);

        SessionJson running = stage.awaitRunning(created.id());
        measure(running);
        assertThat(gpusSeenBySsh(running, key)).hasSize(offer.gpuCount());

        stage.client().sessions().delete(created.id());
        assertThat(stage.awaitStopped(created.id()).status()).isEqualTo(SessionStatus.STOPPED);
        stage.assertNothingBills(created.id());
        List<BigDecimal> billed = stage.market().meters(created.id());
        assertThat(stage.market().meters(created.id())).isEqualTo(billed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vastai", "tensordock"})
    void findsOnTheInstanceWhatItWasMadeWith(String provider) throws IOException, InterruptedException {
        assumeTrue(OpenSsh.isInstalled(), "OpenSSH's client is installed");
        OfferJson offer = stage.offer(provider);
        CreatedSession created = stage.client()
                .sessions()
                .create(CreateSessionRequest.builder("setup-" + provider, offer.id(), WorkloadTypes.BATCH, 1)
                        .diskGb(120)
                        .env(Map.of("GREETING", "it's \"me\" & $HOME"))
                        .onStartCmd("echo \"started: $GREETING\" > /tmp/started\nexit 7")
                        .exposedPorts(provider.equals("vastai") ? List.of(8000) : List.of())
                        .build());
        SshPrivateKey key = created.privateKey().orElseThrow();
        SessionJson running = stage.awaitRunning(created.id());

        assertThat(running.diskGb()).isEqualTo(120);
        List<String> found = OpenSsh.run(
                stage.directory(),
                running,
                key,
                "printenv GREETING; cat /tmp/started; printenv GPUSHOPPER_SESSION_TOKEN");
        assertThat(found).contains("it's \"me\" & $HOME", "started: it's \"me\" & $HOME");
        String token = found.get(found.size() - 1);
        stage.client().sessions().heartbeat(created.id(), HeartbeatRequest.inUse(token));
        DiagnosticsJson seen = stage.client().sessions().diagnostics(created.id());
        assertThat(seen.gpus()).hasSize(offer.gpuCount());
        assertThat(seen.lastActivityAt()).isNotNull();
        for (String address : running.apiPorts().values()) {
            URI open = URI.create("tcp://" + address);
            new Socket(open.getHost(), open.getPort()).close();
        }
        assertThat(running.apiPorts()).hasSize(provider.equals("vastai") ? 1 : 0);
        stage.client().sessions().delete(created.id());
    }

    private static List<String> gpusSeenBySsh(SessionJson session, SshPrivateKey key)
            throws IOException, InterruptedException {
        assumeTrue(OpenSsh.isInstalled(), "OpenSSH's client is installed");
        return OpenSsh.run(stage.directory(), session, key, "nvidia-smi -L").stream()
                .filter(line -> line.matches("GPU \\d+: .*"))
                .toList();
    }

    /** For the reader of the build's log: a busy machine decides nothing. */
    private static void measure(SessionJson running) {
        Instant accepts = Objects.requireNonNull(
                stage.market().instancesOf(running.id()).get(0).sshAcceptsAt());
        Instant seen = Objects.requireNonNull(running.runningAt());
        System.out.printf(
                "%s: running %d ms after the instance took the keys%n",
                running.provider(), Duration.between(accepts, seen).toMillis());
    }
}
