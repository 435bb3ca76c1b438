package io.gpushopper.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.simulator.http.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a customer finds on a rented machine, over SSH. */
class RentedMachineTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static SshClient ssh;
    private static KeyPair mine;
    private static KeyPair other;

    private final TestSimulator sim = TestSimulator.start();

    @BeforeAll
    static void startClient() throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        mine = keys.generateKeyPair();
        other = keys.generateKeyPair();
        ssh = SshClient.setUpDefaultClient();
        ssh.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        ssh.start();
    }

    @AfterAll
    static void stopClient() {
        ssh.stop();
    }

    @AfterEach
    void stop() {
        sim.close();
    }

    @Test
    void vastAisMachineHasItsGpusItsEnvironmentAndItsScript() throws Exception {
        JsonNode offer = sim.search("{\"num_gpus\":{\"eq\":2},\"disk_space\":{\"gte\":60}}")
                .path(0);
        ObjectNode order = (ObjectNode) Shape.fixtureJson("vastai/create-request.json");
        order.put("onstart", "env >> /etc/environment; touch ~/.no_auto_tmux");
        String id = sim.vastAi
                .put("/api/v0/asks/" + offer.path("id").asLong() + "/", order.toString())
                .json()
                .path("new_contract")
                .asText();
        int port = sim.report(id).path("ssh_port").asInt();
        attach(id, mine);
        sim.pass(Duration.ofMillis(4_900));

        assertThat(sim.vastInstance(id).path("actual_status").asText()).isEqualTo("running");
        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
        sim.pass(Duration.ofMillis(100));
        sim.awaitReport(id, report -> !report.path("ssh_accepts_at").isNull());

        assertThat(run("root", port, mine, "nvidia-smi -L").lines()).hasSize(2);
        assertThat(run("root", port, mine, "cat /etc/environment"))
                .contains("TZ=UTC")
                .contains("CONTAINER_ID=" + id);
        assertThat(run("root", port, mine, "ls -a /root")).contains(".no_auto_tmux");
        assertThatThrownBy(() -> run("root", port, other, "true")).isInstanceOf(IOException.class);
    }

    @Test
    void severalAttachedKeysOpenVastAisMachineEvenLateOnes() throws Exception {
        String id = sim.rented("mine");
        attach(id, mine);
        sim.pass(Duration.ofSeconds(5));
        sim.awaitReport(id, report -> !report.path("ssh_accepts_at").isNull());
        attach(id, other);

        int port = sim.report(id).path("ssh_port").asInt();
        assertThat(run("root", port, mine, "whoami").strip()).isEqualTo("root");
        assertThat(run("root", port, other, "whoami").strip()).isEqualTo("root");
    }

    @Test
    void theMachineOfAnEndedInstanceIsGone() throws Exception {
        String id = sim.rented("mine");
        attach(id, mine);
        sim.pass(Duration.ofSeconds(5));
        int port = sim.awaitReport(id, report -> !report.path("ssh_accepts_at").isNull())
                .path("ssh_port")
                .asInt();

        sim.vastAi.delete("/api/v0/instances/" + id + "/");

        assertThat(sim.report(id).path("destroyed_at").isNull()).isFalse();
        sim.simulator.close();
        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void tensorDocksMachineKnowsItsKeyItsFilesAndItsCommands() throws Exception {
        JsonNode location = sim.tensorDock.get("/locations").json().at("/data/locations/0");
        ObjectNode order = (ObjectNode) Shape.fixtureJson("tensordock/create-request.json");
        ObjectNode attributes = (ObjectNode) order.at("/data/attributes");
        attributes.put("location_id", location.path("id").asText());
        attributes.put("image", "ubuntu2204_nvidia_550");
        attributes.put("ssh_key", PublicKeyEntry.toString(mine.getPublic()));
        ObjectNode file = Json.object().put("path", "/opt/hello").put("content", "hello\n");
        ObjectNode cloudInit = Json.object();
        cloudInit.set("write_files", Json.array().add(file));
        cloudInit.set(
                "runcmd",
                Json.array()
                        .add("install -d -m 700 /root/.ssh")
                        .add("echo '" + PublicKeyEntry.toString(other.getPublic()) + "' >> /root/.ssh/authorized_keys")
                        .add(Json.array().add("chmod").add("600").add("/root/.ssh/authorized_keys")));
        attributes.set("cloud_init", cloudInit);
        String id = sim.tensorDock
                .post("/instances", order.toString())
                .json()
                .at("/data/id")
                .asText();
        sim.pass(Duration.ofSeconds(5));
        int port = sim.awaitReport(id, report -> !report.path("ssh_accepts_at").isNull())
                .path("ssh_port")
                .asInt();

        assertThat(run("user", port, mine, "cat /opt/hello")).isEqualTo("hello\n");
        assertThat(run("root", port, other, "nvidia-smi -L")).contains("RTX 4090");
        assertThatThrownBy(() -> run("root", port, mine, "true")).isInstanceOf(IOException.class);
    }

    @Test
    void aStartScriptThatFailsKeepsNobodyOut() {
        ObjectNode order = (ObjectNode) Shape.fixtureJson("tensordock/create-request.json");
        ObjectNode attributes = (ObjectNode) order.at("/data/attributes");
        attributes.put(
                "location_id",
                sim.tensorDock
                        .get("/locations")
                        .json()
                        .at("/data/locations/0/id")
                        .asText());
        attributes.set(
                "cloud_init",
                TestSimulator.json("{\"write_files\":[{\"path\":\"/x\",\"content\":\"\",\"permissions\":\"nonsense\"}],"
                        + "\"runcmd\":[\"exit 3\"]}"));

        String id = sim.tensorDock
                .post("/instances", order.toString())
                .json()
                .at("/data/id")
                .asText();
        sim.pass(Duration.ofSeconds(5));

        assertThat(sim.awaitReport(id, report -> !report.path("ssh_accepts_at").isNull()))
                .isNotNull();
    }

    private void attach(String id, KeyPair key) {
        ObjectNode body = Json.object().put("ssh_key", PublicKeyEntry.toString(key.getPublic()));
        assertThat(sim.vastAi
                        .post("/api/v0/instances/" + id + "/ssh/", body.toString())
                        .status())
                .isEqualTo(200);
    }

    private static String run(String user, int port, KeyPair key, String command) throws IOException {
        try (ClientSession session =
                ssh.connect(user, "127.0.0.1", port).verify(PATIENCE).getSession()) {
            session.addPublicKeyIdentity(key);
            session.auth().verify(PATIENCE);
            return session.executeRemoteCommand(command);
        }
    }
}
