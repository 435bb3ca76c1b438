package io.gpushopper.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.sdk.CreatedSession;
import io.gpushopper.sdk.errors.GpuShopperException;
import io.gpushopper.sdk.wire.SessionJson;
import io.gpushopper.sdk.wire.SessionStatus;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code kill -9}, and a new start on the same database file. Each on a stage of its own: most of the time is waiting. */
@Execution(ExecutionMode.CONCURRENT)
class KillTest {
    @Test
    void anInstanceThatBootsIsTakenOver() {
        try (Stage stage = Stage.open(Duration.ofSeconds(6)).started()) {
            CreatedSession created = stage.rent(stage.offer("vastai"), "boots");

            stage.kill();
            stage.started();

            SessionJson running = stage.awaitRunning(created.id());
            assertThat(stage.market().ourBillingInstances())
                    .singleElement()
                    .satisfies(instance -> assertThat(instance.id()).isEqualTo(running.providerInstanceId()));
            assertThat(stage.market().instancesOf(created.id())).hasSize(1);
        }
    }

    @Test
    void aSessionThatWasJustAnsweredIsThere() {
        try (Stage stage = Stage.open(Duration.ofSeconds(2)).started()) {
            CreatedSession created = stage.rent(stage.offer("tensordock"), "answered");

            stage.kill();
            stage.started();

            SessionJson found = stage.client().sessions().get(created.id());
            assertThat(found.createdAt()).isEqualTo(created.session().createdAt());
            assertThat(found.offerId()).isEqualTo(created.session().offerId());
            stage.client().sessions().delete(created.id());
            assertThat(stage.awaitStopped(created.id()).stopReason()).isEqualTo("deleted");
            stage.assertNothingBills(created.id());
        }
    }

    @Test
    void anEndThatWasBegunIsFinished() throws Exception {
        try (Stage stage = Stage.open(Duration.ofSeconds(1)).started()) {
            CreatedSession created = stage.rent(stage.offer("vastai"), "ending");
            stage.awaitRunning(created.id());

            deleteAndKillMeanwhile(stage, created.id());
            stage.started();

            assertThat(stage.awaitStopped(created.id()).status()).isEqualTo(SessionStatus.STOPPED);
            stage.assertNothingBills(created.id());
        }
    }

    private static void deleteAndKillMeanwhile(Stage stage, String sessionId) throws Exception {
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try {
            Future<?> delete = caller.submit(() -> {
                try {
                    stage.client().sessions().delete(sessionId);
                } catch (GpuShopperException killed) {
                    // Its server died while it waited, as it should.
                }
            });
            Await.until(
                    "the end has begun",
                    () -> stage.client().sessions().get(sessionId).status().isEnding());
            stage.kill();
            delete.get();
        } finally {
            caller.shutdownNow();
        }
    }

    @Test
    void anOrderlyEndEndsNoSession() {
        try (Stage stage = Stage.open(Duration.ofSeconds(1)).started()) {
            CreatedSession created = stage.rent(stage.offer("vastai"), "orderly");
            stage.awaitRunning(created.id());

            stage.server().stop();
            assertThat(stage.server().output()).doesNotContain("Exception");
            stage.started();

            assertThat(stage.client().sessions().get(created.id()).status()).isEqualTo(SessionStatus.RUNNING);
            assertThat(stage.market().ourBillingInstances()).hasSize(1);
        }
    }
}
