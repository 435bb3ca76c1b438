package io.gpushopper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator types, against a simulated market and, where one is needed, a running server. */
class OperatorCommandsTest {
    private static final String LISTENS = " +(http://127\\.0\\.0\\.1:[1-9][0-9]*)$";

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>(Map.of(
            "SERVER_PORT", "0",
            "ADMIN_PORT", "0",
            "SIMULATOR_PORT", "0",
            "LOG_LEVEL", "ERROR"));
    private Run simulator;
    private String market;

    @BeforeEach
    void startTheMarket() throws Exception {
        simulator = Run.of(environment, "simulator");
        market = simulator.awaitOut("^simulator" + LISTENS);
        environment.put("DATABASE_PATH", directory.resolve("store").toString());
        environment.put("VASTAI_API_KEY", "key");
        environment.put("VASTAI_API_URL", simulator.awaitOut("^VASTAI_API_URL=(.+)$"));
    }

    @AfterEach
    void endTheMarket() {
        simulator.close();
    }

    @Test
    void claimsAuditsAndReconcilesOnARunningServer() throws Exception {
        String id;
        try (Run first = Run.of(environment, "server")) {
            first.awaitOut("^server" + LISTENS);
            id = Files.readString(directory.resolve("store.deployment")).strip();
        }
        Files.delete(directory.resolve("store.deployment"));
        plant("gpushop-stage-aaaaaaaaaaaaaaaa-1-t0gm2o");

        try (Run server = Run.of(environment, "server")) {
            String admin = server.awaitOut("^admin" + LISTENS);

            Run mistyped = Run.of(environment, "claim", "mistyped", "--admin", admin);
            assertThat(mistyped.code()).isEqualTo(1);
            assertThat(mistyped.err())
                    .contains("can't be claimed", "claim " + id)
                    .hasLineCount(1);
            assertThat(done("claim", id, "--admin", admin)).contains("this store is deployment " + id);
            assertThat(directory.resolve("store.deployment")).content().startsWith(id);

            assertThat(done("audit", "--admin", admin)).contains("  other  ", "vastai  total  other  1  ");
            assertThat(done("reconcile", "--dry-run", "--admin", admin)).contains("vastai  0 differences");
            Run unknown = Run.of(environment, "reconcile", "--keep-stranger", "vastai/7", "--admin", admin);
            assertThat(unknown.code()).isEqualTo(1);
            assertThat(unknown.err()).contains("keep_stranger: no stranger vastai/7 is known");
            String mark = "gpushop-" + id + "-aaaaaaaaaaaaaaaa-1-"
                    + Long.toString(Instant.now().getEpochSecond(), 36);
            plant(mark);
            String found = done("reconcile", "--admin", admin);
            assertThat(found).containsPattern("stranger vastai/\\d+ under tag " + mark + ": destroyed at ");
            String stranger = found.replaceAll("(?s).*stranger (vastai/\\d+) under.*", "$1");
            assertThat(done("reconcile", "--destroy-stranger", stranger, "--admin", admin))
                    .contains("stranger " + stranger + " is to be destroyed");
        }
    }

    @Test
    void saysWhenNoServerAnswers() throws Exception {
        Run run = Run.of(environment, "audit", "--admin", "http://127.0.0.1:1");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("no server answers at http://127.0.0.1:1")
                .hasLineCount(1);
        Run malformed = Run.of(environment, "audit", "--admin", "nonsense");
        assertThat(malformed.code()).isEqualTo(2);
    }

    @Test
    void endsAllOfADeploymentWithoutAStoreOnceItIsConfirmed() throws Exception {
        plant("gpushop-prod-aaaaaaaaaaaaaaaa-1-t0gm2o");
        plant("gpushop-stage-aaaaaaaaaaaaaaaa-1-t0gm2o");

        assertThat(done("end-all", "--deployment", "prod", "--dry-run"))
                .contains("gpushop-prod-")
                .doesNotContain("stage");
        Run refused = Run.typing("no\n", environment, "end-all", "--deployment", "prod");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("nothing was destroyed");
        Run dashed = Run.of(environment, "end-all", "--deployment", "prod-eu", "--yes");
        assertThat(dashed.code()).isEqualTo(1);
        assertThat(dashed.err()).contains("--deployment: a deployment id is 3 to 12 of [a-z0-9]");
        assertThat(done("end-all", "--deployment", "prod", "--dry-run")).contains("gpushop-prod-");

        Run confirmed = Run.typing("prod\n", environment, "end-all", "--deployment", "prod");
        assertThat(confirmed.code()).as(confirmed.err()).isZero();
        assertThat(confirmed.out()).contains("nothing is left of deployment prod");

        assertThat(done("end-all", "--deployment", "prod", "--yes"))
                .contains("nothing carries a tag of deployment prod");
        assertThat(done("end-all", "--deployment", "stage", "--dry-run")).contains("gpushop-stage-");
        assertThat(directory).isEmptyDirectory();
    }

    private String done(String... arguments) throws Exception {
        Run run = Run.of(environment, arguments);
        assertThat(run.code()).as(run.err()).isZero();
        return run.out();
    }

    private void plant(String tag) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(market + "/_sim/orphans"))
                .POST(BodyPublishers.ofString("{\"provider\": \"vastai\", \"tag\": \"" + tag + "\"}"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .statusCode())
                .isLessThan(300);
    }
}
