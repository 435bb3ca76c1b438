package io.gpushopper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextsTest {
    @Test
    void printsItsVersion() throws Exception {
        Run run = Run.of(Map.of(), "--version");

        assertThat(run.code()).isZero();
        assertThat(run.out()).matches("gpushopper \\d+\\.\\d+\\.\\d+\\S*\\R");
    }

    @Test
    void helpNamesEveryCommandAndVariable() throws Exception {
        Run run = Run.of(Map.of(), "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("demo", "server [config.yml]", "simulator", "claim <id>", "audit", "reconcile", "--version")
                .contains("end-all --deployment <id>", "--observe", "--end-sessions")
                .contains("SERVER_HOST", "SERVER_PORT", "ADMIN_PORT", "SIMULATOR_PORT", "DATABASE_PATH")
                .contains("VASTAI_API_KEY", "TENSORDOCK_AUTH_ID", "TENSORDOCK_API_TOKEN", "DEPLOYMENT_ID")
                .contains("LOG_LEVEL", "LOG_FORMAT");
    }

    @Test
    void commandsToTrySurviveADirectoryWithBlanksAndQuotes() {
        String text = DemoGuide.text(URI.create("http://127.0.0.1:1"), Path.of("/tmp/it's here"), "vastai-1");

        assertThat(text).contains("D='/tmp/it'\\''s here'; ").doesNotContain("@API@", "@DIR@", "@OFFER@");
    }
}
