package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gpushopper.server.config.StartupException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server on its real database, without a provider to ask. */
final class RealPartsTest {
    @TempDir
    private Path directory;

    @Test
    void startsOnAFreshDatabaseAndAgainOnTheSame() throws Exception {
        String path = directory.resolve("deep/down/gpushopper").toString();
        try (RunningServer server = start(Map.of("DATABASE_PATH", path))) {
            assertThat(status(server.uri().resolve("/health"))).isEqualTo(200);
            assertThat(status(server.uri().resolve("/api/v1/sessions"))).isEqualTo(200);
            assertThat(text(server.uri().resolve("/metrics")).lines())
                    .contains("gpu_database_connections_max 24.0", "gpu_database_connection_waiters 0.0")
                    .anySatisfy(line -> assertThat(line).matches("gpu_database_connections\\{state=\"idle\",} [1-9].*"))
                    .anySatisfy(line -> assertThat(line).startsWith("gpu_database_connections{state=\"active\",} "));
        }
        try (RunningServer again = start(Map.of("DATABASE_PATH", path))) {
            assertThat(status(again.uri().resolve("/ready"))).isEqualTo(200);
        }
    }

    @Test
    void namesADatabaseThatIsNone() throws IOException {
        Path file = directory.resolve("broken");
        Files.writeString(directory.resolve("broken.mv.db"), "this is no database".repeat(1_000));

        assertThat(refusal(Map.of("DATABASE_PATH", file.toString()))).contains("DATABASE_PATH");
    }

    @Test
    void namesAPathThatCanNotBeWritten() throws IOException {
        Path file = Files.writeString(directory.resolve("a-file"), "");

        assertThat(refusal(Map.of("DATABASE_PATH", file.resolve("gpushopper").toString())))
                .contains("DATABASE_PATH");
    }

    @ParameterizedTest
    @CsvSource({
        "DEPLOYMENT_ID, No-Good",
        "ENCRYPTION_KEY, c2hvcnQ=",
        "VASTAI_API_KEY, two words",
        "TENSORDOCK_API_TOKEN, two words",
        "DATABASE_URL, postgres://x"
    })
    void namesASettingThatDoesNotDoAndNotItsValue(String name, String value) {
        String line = refusal(Map.of("DATABASE_PATH", directory.resolve("db").toString(), name, value));

        assertThat(line).contains(name).doesNotContain("two words", "c2hvcnQ=");
    }

    @ParameterizedTest
    @CsvSource({"VASTAI_API_URL, VASTAI_API_KEY", "TENSORDOCK_API_URL, TENSORDOCK_API_TOKEN"})
    void namesAUrlThatIsNone(String url, String key) {
        assertThat(refusal(Map.of("DATABASE_PATH", directory.resolve("db").toString(), url, "ftp://x", key, "k")))
                .startsWith(url);
    }

    private String refusal(Map<String, String> variables) {
        StartupException refusal = catchThrowableOfType(
                StartupException.class, () -> start(variables).close());
        assertThat(refusal.getMessage()).doesNotContain("\n", "Exception");
        return refusal.getMessage();
    }

    private RunningServer start(Map<String, String> variables) {
        Map<String, String> environment =
                new HashMap<>(Map.of("SERVER_PORT", "0", "ADMIN_PORT", "0", "LOG_LEVEL", "ERROR"));
        environment.putAll(variables);
        return GpuShopperServer.start(new ServerOptions(null, environment, directory));
    }

    private static String text(URI uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static int status(URI uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
