package io.gpushopper.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.sdk.CreatedSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the program does for the operator who starts and ends it, as a process. */
class OperatorTest {
    @Test
    void namesWhatItLeavesBehindThenOnlyLooksThenEndsItBeforeItGoes() {
        try (Stage stage = Stage.open(Duration.ofSeconds(1)).started()) {
            CreatedSession left = stage.rent(stage.offer("vastai"), "operated");
            stage.awaitRunning(left.id());
            stage.server().stop();
            assertThat(lastLine(stage.server()))
                    .contains("1 live sessions that go on billing", "US dollars an hour", left.id());

            stage.started("--observe");
            assertThat(Http.get(stage.server().url() + "/health")
                            .json()
                            .at("/services/lifecycle")
                            .asText())
                    .isEqualTo("observing");
            assertThat(stage.client().sessions().get(left.id()).id()).isEqualTo(left.id());
            stage.server().stop();
            assertThat(stage.market().instancesOf(left.id())).allMatch(Market.Instance::billing);

            stage.started("--end-sessions");
            stage.server().stop();
            stage.assertNothingBills(left.id());
        }
    }

    @Test
    void endsAllOfADeploymentWhoseStoreIsLost() throws IOException {
        try (Stage stage = Stage.open(Duration.ofSeconds(1)).started()) {
            CreatedSession lost = stage.rent(stage.offer("vastai"), "lost");
            String deployment = Files.readString(stage.directory().resolve("store.deployment"))
                    .strip();
            stage.kill();
            for (String name : List.of("store.mv.db", "store.deployment", "store.key")) {
                Files.delete(Path.of(stage.directory().toString(), name));
            }

            ServerProcess command = stage.run("end-all", "--deployment", deployment, "--yes");

            assertThat(command.output()).contains("nothing is left of deployment " + deployment);
            stage.assertNothingBills(lost.id());
        }
    }

    private static String lastLine(ServerProcess server) {
        return server.output().strip().lines().reduce("", (before, line) -> line);
    }
}
