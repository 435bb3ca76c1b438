package io.gpushopper.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.sdk.CreatedSession;
import io.gpushopper.sdk.wire.SessionJson;
import io.gpushopper.sdk.wire.SessionStatus;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same server on a real PostgreSQL: a whole life, and a kill within one. */
class PostgresTest {
    private static PostgresServer postgres;
    private static Stage stage;

    @BeforeAll
    static void start() throws IOException {
        postgres = PostgresServer.start();
        stage = Stage.open(Duration.ofSeconds(3), postgres.environment("e2epg"));
        stage.started();
    }

    @AfterAll
    static void end() throws IOException {
        try {
            stage.close();
        } finally {
            postgres.close();
        }
    }

    @Test
    void rentsOutlivesAKillAndEnds() {
        CreatedSession created = stage.rent(stage.offer("tensordock"), "postgres");

        stage.kill();
        stage.started();

        SessionJson running = stage.awaitRunning(created.id());
        assertThat(stage.market().instancesOf(created.id()))
                .singleElement()
                .satisfies(instance -> assertThat(instance.id()).isEqualTo(running.providerInstanceId()));
        stage.client().sessions().delete(created.id());
        assertThat(stage.awaitStopped(created.id()).status()).isEqualTo(SessionStatus.STOPPED);
        stage.assertNothingBills(created.id());
    }
}
