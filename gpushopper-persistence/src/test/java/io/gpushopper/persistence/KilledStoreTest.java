package io.gpushopper.persistence;

import static io.gpushopper.testkit.SessionBuilder.aSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.ports.StoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another process has the embedded store open, and is killed in the middle of its work. */
final class KilledStoreTest {
    @TempDir
    private Path directory;

    private Process child;
    private BufferedReader acknowledged;

    @BeforeEach
    void startChild() throws IOException {
        child = new ProcessBuilder(StoreFiller.command(directory))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        acknowledged = child.inputReader(StandardCharsets.UTF_8);
    }

    @AfterEach
    void endChild() throws InterruptedException {
        child.destroyForcibly().waitFor();
    }

    @Test
    void losesNothingThatItAcknowledged() throws Exception {
        int last = 0;
        while (last < 40) {
            last = nextAcknowledged();
        }
        kill();
        for (String line = acknowledged.readLine(); line != null; line = acknowledged.readLine()) {
            last = Integer.parseInt(line);
        }

        try (Stores stores = TestStores.embedded(directory)) {
            assertThat(stores.deployment().mayCreate()).isTrue();
            for (int number = 1; number <= last; number++) {
                assertThat(stores.sessions()
                                .find(aSession(number).build().id())
                                .map(known -> known.stamp().epoch()))
                        .as("session %d of %d", number, last)
                        .contains(1L);
            }
        }
    }

    @Test
    void isRefusedToAnyoneElseMeanwhile() throws Exception {
        assertThat(nextAcknowledged()).isPositive();

        assertThatThrownBy(() -> TestStores.embedded(directory))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the database is in use")
                .hasMessageContaining("DATABASE_PATH");
    }

    /** SIGKILL; what the process had printed can still be read, as it can't after {@link Process#destroyForcibly}. */
    private void kill() throws InterruptedException {
        assertThat(ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly())
                .isTrue();
        child.waitFor();
    }

    private int nextAcknowledged() throws IOException {
        String line = acknowledged.readLine();
        assertThat(line).as("the other process ended by itself").isNotNull();
        return Integer.parseInt(line);
    }
}
