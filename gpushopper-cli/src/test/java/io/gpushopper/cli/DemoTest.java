package io.gpushopper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DemoTest {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "SERVER_PORT", "0",
            "ADMIN_PORT", "0",
            "SIMULATOR_PORT", "0",
            "LOG_LEVEL", "ERROR",
            // Of somebody who has real accounts and a real database: the demo must touch neither.
            "VASTAI_API_KEY", "invalid-real-key",
            "VASTAI_API_URL", "http://127.0.0.1:1",
            "DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/real");

    @Test
    void showsWhereItListensAndWhatToTryAndLeavesNothingBehind() throws Exception {
        Path directory;
        try (Run demo = Run.of(ENVIRONMENT, "demo")) {
            String api = demo.awaitOut("^server +(http://127\\.0\\.0\\.1:[1-9][0-9]*)$");
            String simulator = demo.awaitOut("^simulator +(http://127\\.0\\.0\\.1:[1-9][0-9]*)$");
            demo.awaitOut("^admin +(http://127\\.0\\.0\\.1:[1-9][0-9]*)$");
            String offer = demo.awaitOut("\"offer_id\":\"([^\"]+)\"");
            directory = Path.of(demo.awaitOut("D=([^;]+);"));

            assertThat(get(api + "/api/v1/inventory/" + offer)).contains(offer);
            assertThat(get(simulator + "/_sim/instances")).contains("\"instances\":[]");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");

            demo.end();
            assertThat(demo.code()).isZero();
            assertThat(demo.err()).isEmpty();
        }
        assertThat(directory).doesNotExist();
        assertThat(threads()).noneMatch(name -> name.matches("(gpushopper|simulator|machine|store|key).*"));
    }

    @Test
    void endsWhenToldToWhileItStarts() throws Exception {
        try (Run demo = Run.of(ENVIRONMENT, "demo")) {
            demo.end();

            assertThat(demo.code()).isZero();
            assertThat(demo.err()).isEmpty();
        }
    }

    @Test
    void opensNothingOnceTheEndHasCome() throws Exception {
        Closing closing = new Closing();
        closing.close();

        assertThatThrownBy(() -> closing.open(() -> () -> {})).isInstanceOf(InterruptedException.class);
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).collect(Collectors.toSet());
    }

    private static String get(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
    }
}
