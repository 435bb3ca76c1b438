package io.gpushopper.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.sdk.CreatedSession;
import io.gpushopper.sdk.wire.SessionStatus;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** An instance under the tag of a session that is over: a second copy of a purchase, seen late. */
class OrphanTest {
    @Test
    void isDestroyedAtTheNextLook() {
        try (Stage stage = Stage.open(Duration.ofSeconds(1)).started()) {
            CreatedSession ended = stage.rent(stage.offer("vastai"), "orphaned");
            stage.client().sessions().delete(ended.id());
            stage.awaitStopped(ended.id());
            String tag = Objects.requireNonNull(
                    stage.market().instancesOf(ended.id()).get(0).tag());

            Market.Instance orphan = stage.market().plantOrphan("vastai", tag);
            stage.kill();
            stage.started();

            Await.until(
                    "the orphan's meter stops",
                    () -> stage.market()
                            .find(orphan.id())
                            .filter(instance -> !instance.billing())
                            .isPresent());
            assertThat(stage.client().sessions().get(ended.id()).status()).isEqualTo(SessionStatus.STOPPED);
        }
    }

    @Test
    void whatIsNotOursIsNeverTouched() {
        try (Stage stage = Stage.open(Duration.ofSeconds(1))) {
            Market.Instance somebodys =
                    stage.market().plantOrphan("vastai", "gpushop-another-aaaaaaaaaaaaaaaa-1-t0gm2o");

            stage.started();
            CreatedSession created = stage.rent(stage.offer("vastai"), "neighbour");
            stage.client().sessions().delete(created.id());
            stage.awaitStopped(created.id());

            assertThat(stage.market().find(somebodys.id()))
                    .hasValueSatisfying(
                            instance -> assertThat(instance.billing()).isTrue());
        }
    }
}
