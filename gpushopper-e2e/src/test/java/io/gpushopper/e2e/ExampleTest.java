package io.gpushopper.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gpushopper.examples.RentRunEnd;
import io.gpushopper.sdk.InventoryQuery;
import io.gpushopper.sdk.SessionQuery;
import io.gpushopper.sdk.wire.SessionJson;
import io.gpushopper.sdk.wire.SessionStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The example program, as a user runs it, against the packaged server. */
class ExampleTest {
    @Test
    void rentsRunsNvidiaSmiAndEnds() throws Exception {
        assumeTrue(OpenSsh.isInstalled(), "OpenSSH's client is installed");
        try (Stage stage = Stage.open(Duration.ofSeconds(1)).started()) {
            Await.until(
                    "there is something to rent",
                    () -> !stage.client()
                            .inventory()
                            .list(InventoryQuery.all())
                            .offers()
                            .isEmpty());

            String output = runExample(stage.server().url(), stage.directory());

            assertThat(output).contains("GPU 0: ").contains(" is stopped");
            SessionJson session = stage.client()
                    .sessions()
                    .list(SessionQuery.all())
                    .sessions()
                    .get(0);
            assertThat(session.status()).isEqualTo(SessionStatus.STOPPED);
            stage.assertNothingBills(session.id());
        }
    }

    private static String runExample(String url, Path directory) throws Exception {
        Path output = directory.resolve("example.log");
        Process example = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RentRunEnd.class.getName(),
                        url)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            int exit = example.waitFor();
            String written = Files.readString(output);
            assertThat(exit).as(written).isZero();
            return written;
        } finally {
            example.destroyForcibly();
        }
    }
}
