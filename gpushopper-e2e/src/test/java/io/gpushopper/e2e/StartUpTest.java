package io.gpushopper.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.sdk.wire.HealthJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A start that can't be: one line that names the setting and what to do, an exit code, and no stack trace. */
class StartUpTest {
    private Stage stage;

    @BeforeEach
    void open() {
        stage = Stage.open(Duration.ofSeconds(1));
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void refusesAPortThatIsNone() {
        assertRefused(Map.of("SERVER_PORT", "70000"), "SERVER_PORT", "70000", "65535");
    }

    @Test
    void refusesAPortInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());

            assertRefused(Map.of("SERVER_PORT", port), "SERVER_PORT", port);
        }
    }

    @Test
    void refusesADatabasePathThatCannotBeWritten() throws IOException {
        Path file = Files.writeString(stage.directory().resolve("file"), "no directory");

        assertRefused(Map.of("DATABASE_PATH", file.resolve("store").toString()), "DATABASE_PATH");
    }

    @Test
    void refusesADatabaseThatIsNone() throws IOException {
        Path path = stage.directory().resolve("corrupt");
        Files.writeString(stage.directory().resolve("corrupt.mv.db"), "this is no database".repeat(1_000));

        assertRefused(Map.of("DATABASE_PATH", path.toString()), "DATABASE_PATH", "corrupt");
    }

    @Test
    void refusesADatabaseInUse() {
        stage.started();

        assertRefused(Map.of(), "DATABASE_PATH", "in use");
    }

    @Test
    void refusesMalformedYaml() throws IOException {
        assertRefusedFile("database: [path: ", "config.yml", "YAML");
    }

    @Test
    void refusesAnUnknownKey() throws IOException {
        assertRefusedFile("databse:\n  path: store\n", "config.yml", "databse", "database");
    }

    @Test
    void tellsOfAKeyThatTheProviderRefuses() {
        stage.launch(with(Map.of("VASTAI_API_KEY", "invalid0key0that0must0never0be0logged")));
        ServerProcess server = stage.server();

        Await.until("the log names the variable", () -> server.output().contains("VASTAI_API_KEY"));
        assertThat(errors(server)).singleElement().asString().contains("VASTAI_API_KEY");
        assertThat(server.output()).doesNotContain("invalid0key0that0must0never0be0logged");
        HealthJson health = Described.client(server.url()).build().health();
        assertThat(health.services().providers())
                .containsEntry("vastai", "unauthorized")
                .doesNotContainEntry("tensordock", "unauthorized");
    }

    @Test
    void hasNothingToStayForWithoutAnyProviderThatTakesItsKey() {
        ServerProcess server = stage.launch(with(Map.of(
                "VASTAI_API_KEY",
                "invalid0one0must0never0be0logged",
                "TENSORDOCK_API_TOKEN",
                "invalid0other0must0never0be0logged")));

        assertThat(server.awaitEnd()).isNotZero();
        assertThat(server.output()).contains("VASTAI_API_KEY").contains("TENSORDOCK_API_TOKEN");
        assertNoStackTrace(server.output());
    }

    private void assertRefusedFile(String yaml, String... words) throws IOException {
        Path file = Files.writeString(stage.directory().resolve("config.yml"), yaml);
        assertRefused(stage.launch(stage.environment(), file.toString()), words);
    }

    private void assertRefused(Map<String, String> variables, String... words) {
        assertRefused(stage.launch(with(variables)), words);
    }

    private static void assertRefused(ServerProcess server, String... words) {
        assertThat(server.awaitEnd()).as("exit code").isNotZero();
        List<String> told = server.output()
                .lines()
                .filter(line -> line.startsWith("gpushopper: "))
                .toList();
        assertThat(told).as(server.output()).singleElement().asString().contains(words);
        assertThat(errors(server)).isEmpty();
        assertNoStackTrace(server.output());
    }

    private static void assertNoStackTrace(String output) {
        assertThat(output).doesNotContainPattern("(?m)^\\s+at ").doesNotContain("Exception");
    }

    private static List<String> errors(ServerProcess server) {
        return server.output().lines().filter(line -> line.contains(" ERROR ")).toList();
    }

    private Map<String, String> with(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(stage.environment());
        all.putAll(variables);
        return all;
    }
}
