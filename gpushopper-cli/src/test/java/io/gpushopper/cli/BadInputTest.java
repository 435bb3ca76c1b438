package io.gpushopper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {
    @TempDir
    Path directory;

    @Test
    void namesACommandThatDoesNotExist() throws Exception {
        Run run = Run.of(Map.of(), "destroy");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("there is no command \"destroy\"").hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"eighty", "70000", "-1", "80.5"})
    void refusesAPortThatIsNone(String port) throws Exception {
        refuses(Map.of("SIMULATOR_PORT", port), "SIMULATOR_PORT must be a port", "simulator");
        refuses(Map.of("SERVER_PORT", port), "SERVER_PORT", "demo");
    }

    @Test
    void namesTheSettingOfAPortInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());

            refuses(Map.of("SIMULATOR_PORT", port), "set SIMULATOR_PORT to a free port", "simulator");
            refuses(Map.of("SIMULATOR_PORT", port), "set SIMULATOR_PORT to a free port", "demo");
            refuses(Map.of("SERVER_PORT", port), "SERVER_PORT", "demo");
            refuses(Map.of("ADMIN_PORT", port), "ADMIN_PORT", "server");
        }
    }

    @Test
    void refusesAnUnknownLogLevel() throws Exception {
        refuses(Map.of("LOG_LEVEL", "loud"), "LOG_LEVEL must be one of ERROR, WARN, INFO, DEBUG, TRACE", "simulator");
    }

    @Test
    void refusesMalformedYaml() throws Exception {
        Path file = Files.writeString(directory.resolve("broken.yml"), "server: [\n");

        refuses(Map.of(), "broken.yml", "server", file.toString());
    }

    @Test
    void refusesAnUnknownKey() throws Exception {
        Path file = Files.writeString(directory.resolve("unknown.yml"), "databse:\n  path: x\n");

        refuses(Map.of(), "databse", "server", file.toString());
    }

    @Test
    void refusesAConfigurationFileThatIsMissing() throws Exception {
        refuses(
                Map.of(),
                "missing.yml",
                "server",
                directory.resolve("missing.yml").toString());
    }

    @Test
    void refusesADatabasePathThatCanNotBeWritten() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");

        refuses(Map.of("DATABASE_PATH", file.resolve("below").toString()), "DATABASE_PATH", "server");
    }

    @Test
    void refusesADamagedDatabase() throws Exception {
        Files.writeString(directory.resolve("damaged.mv.db"), "this is no database, whatever it may be".repeat(500));

        refuses(Map.of("DATABASE_PATH", directory.resolve("damaged").toString()), "damaged.mv.db is damaged", "server");
    }

    private void refuses(Map<String, String> environment, String part, String... arguments) throws Exception {
        Run run = Run.of(onFreePorts(environment), arguments);

        assertThat(run.code()).as(run.err()).isEqualTo(1);
        assertThat(run.err()).startsWith("gpushopper: ").contains(part).hasLineCount(1);
        assertThat(run.out()).doesNotContain("\tat ");
    }

    private Map<String, String> onFreePorts(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(Map.of(
                "SERVER_PORT", "0",
                "ADMIN_PORT", "0",
                "SIMULATOR_PORT", "0",
                "LOG_LEVEL", "ERROR",
                "DATABASE_PATH", directory.resolve("own").toString()));
        all.putAll(environment);
        return all;
    }
}
