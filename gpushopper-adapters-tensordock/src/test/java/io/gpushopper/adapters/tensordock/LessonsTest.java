package io.gpushopper.adapters.tensordock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LessonsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final Lessons lessons = new Lessons();

    @Test
    void takesTheNextImageWhereOneWasRefused() {
        lessons.refuseImage("here", Lessons.IMAGES.get(0));

        assertThat(lessons.image("here")).isEqualTo(Lessons.IMAGES.get(1));
        assertThat(lessons.image("elsewhere")).isEqualTo(Lessons.IMAGES.get(0));
    }

    @Test
    void beginsAnewWhenAllImagesWereRefused() {
        Lessons.IMAGES.forEach(image -> lessons.refuseImage("here", image));

        assertThat(lessons.image("here")).isEqualTo(Lessons.IMAGES.get(0));
    }

    @Test
    void forgetsForWantOfAddressesAfterAWhile() {
        lessons.refuseAddress("here", NOW);

        assertThat(lessons.lacksAddresses("here", NOW.plusSeconds(60))).isTrue();
        assertThat(lessons.lacksAddresses("elsewhere", NOW)).isFalse();
        assertThat(lessons.lacksAddresses("here", NOW.plus(Lessons.ADDRESSES_STAY_OUT)))
                .isFalse();
    }

    @Test
    void knowsWhichPurchasesAskedForAForwardedPort() {
        lessons.forward("forwarded");

        assertThat(lessons.wantsForward("forwarded")).isTrue();
        assertThat(lessons.wantsForward("dedicated")).isFalse();
    }
}
