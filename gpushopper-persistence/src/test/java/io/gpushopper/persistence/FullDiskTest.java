package io.gpushopper.persistence;

import static io.gpushopper.testkit.SessionBuilder.ENGINE_KEY;
import static io.gpushopper.testkit.SessionBuilder.aSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gpushopper.domain.session.Session;
import io.gpushopper.ports.SessionCreation;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that has the embedded store open may write no more. The operating system itself refuses to let its files grow beyond a
 * size ({@code RLIMIT_FSIZE}), as it refuses on a full disk: with an error from {@code write}.
 */
final class FullDiskTest {
    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");
    private static final int FULL_AT = 16_000_000;

    @TempDir
    private Path directory;

    @Test
    void losesNothingThatItAcknowledgedAndGoesOnOnceThereIsRoom() throws Exception {
        assumeTrue(Files.isExecutable(PRLIMIT), "prlimit is installed");
        List<String> command = new ArrayList<>(List.of(PRLIMIT.toString(), "--fsize=" + FULL_AT));
        command.addAll(StoreFiller.command(directory));
        Process full = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int last;
        try (BufferedReader acknowledged = full.inputReader(StandardCharsets.UTF_8)) {
            last = lastOf(acknowledged);
            assertThat(full.waitFor(60, TimeUnit.SECONDS)).as("it gives up").isTrue();
        } finally {
            full.destroyForcibly().waitFor();
        }
        assertThat(last).as("it wrote some before").isPositive();

        try (Stores stores = TestStores.embedded(directory)) {
            for (int number = 1; number <= last; number++) {
                assertThat(stores.sessions()
                                .find(aSession(number).build().id())
                                .map(known -> known.stamp().epoch()))
                        .as("session %d of %d", number, last)
                        .contains(1L);
            }
            Session next = aSession(last + 2).running().build();
            stores.sessions().create(SessionCreation.of(next, ENGINE_KEY));
            assertThat(stores.sessions().find(next.id())).isPresent();
        }
    }

    private static int lastOf(BufferedReader acknowledged) throws IOException {
        int last = 0;
        for (String line = acknowledged.readLine(); line != null; line = acknowledged.readLine()) {
            // What the libraries log goes the same way.
            if (line.matches("[0-9]+")) {
                last = Integer.parseInt(line);
            }
        }
        return last;
    }
}
