package io.gpushopper.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.sdk.CreatedSession;
import io.gpushopper.sdk.wire.CreateSessionRequest;
import io.gpushopper.sdk.wire.EnforcementJson;
import io.gpushopper.sdk.wire.OfferJson;
import io.gpushopper.sdk.wire.SessionJson;
import io.gpushopper.sdk.wire.SessionStatus;
import io.gpushopper.sdk.wire.StorageJson;
import io.gpushopper.sdk.wire.WorkloadTypes;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Storage that is kept after a session's end, as the simulated Vast.ai bills it. */
class KeptStorageTest {
    private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.open(Duration.ofSeconds(2)).started();
    }

    @AfterAll
    static void end() {
        stage.close();
    }

    @Test
    void isBilledAsADiskUntilItIsReleasedWhateverStartsTheInstanceMeanwhile() {
        String id = running();
        stage.client().sessions().done(id);
        SessionJson over = stage.awaitStopped(id);

        assertThat(over.status()).isEqualTo(SessionStatus.STOPPED);
        StorageJson storage = Objects.requireNonNull(over.storage());
        assertThat(storage.kept()).isTrue();
        assertThat(over.enforcement()).extracting(EnforcementJson::rule).contains("kept_storage");
        BigDecimal hourly = Objects.requireNonNull(storage.pricePerHour());
        assertThat(billedAnHour(id)).as("the disk alone").isLessThan(hourly.multiply(BigDecimal.valueOf(2)));

        stage.market().startFromOutside(Objects.requireNonNull(storage.instanceId()));
        Await.until(
                "it was seen",
                () -> stage.client().sessions().events(id).stream()
                        .anyMatch(event -> event.reason().contains("stopped again")));
        Await.until(
                "it bills as a disk again",
                () -> billedAnHour(id).compareTo(hourly.multiply(BigDecimal.valueOf(2))) < 0);

        stage.client().sessions().delete(id);
        Await.until("its disk is gone", () -> stage.client().sessions().get(id).storage() == null);
        stage.assertNothingBills(id);
    }

    private static String running() {
        OfferJson offer = stage.offer("vastai");
        CreatedSession created = stage.client()
                .sessions()
                .create(CreateSessionRequest.builder("keeper", offer.id(), WorkloadTypes.BATCH, 1)
                        .storagePolicy("preserve")
                        .preserveHours(2)
                        .build());
        stage.keepSecret(created);
        stage.awaitRunning(created.id());
        return created.id();
    }

    /** What its meter comes to in an hour, by two looks at it. */
    private static BigDecimal billedAnHour(String id) {
        long begun = System.nanoTime();
        BigDecimal first = stage.market().meters(id).get(0);
        Await.until("a second is over", () -> System.nanoTime() - begun > 1_000_000_000L);
        BigDecimal second = stage.market().meters(id).get(0);
        long micros = (System.nanoTime() - begun) / 1_000;
        return second.subtract(first)
                .multiply(BigDecimal.valueOf(3_600_000_000L))
                .divide(BigDecimal.valueOf(micros), MathContext.DECIMAL32);
    }
}
