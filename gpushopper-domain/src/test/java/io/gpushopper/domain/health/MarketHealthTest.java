package io.gpushopper.domain.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.FailureType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MarketHealthTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final ProviderId VASTAI = new ProviderId("vastai");
    private static final GpuModel GPU = new GpuModel("RTX 4090");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    nothing failed                                        |             | 1     |
                    it failed just now                                    | 0           | 0.7   |
                    half an hour ago counts in full                       | 30          | 0.7   |
                    from then on less and less                            | 45          | 0.837 |
                    after an hour it is forgotten                         | 60          | 1     |
                    each failure counts                                   | 5 10        | 0.49  |
                    three within half an hour suppress it                 | 0 10 20     | 0     | 30
                    for half an hour from the last of them                | 25 30 50    | 0     | 5
                    and no longer                                         | 31 40 50    | 0.496 |
                    three that are farther apart don't                    | 0 10 31     | 0.347 |
                    another failure while it is suppressed makes it longer| 2 15 20 25  | 0     | 28
                    """)
    void believesAnOfferLessTheMoreItFailedLately(String why, String minutesAgo, double factor, Integer minutesLeft) {
        OfferId offer = offer(1);
        MarketHealth health = MarketHealth.of(failures(offer, minutesAgo), NOW);

        assertThat(health.factor(offer, GPU)).as(why).isCloseTo(factor, within(0.001));
        assertThat(health.isSuppressed(offer)).isEqualTo(minutesLeft != null);
        if (minutesLeft != null) {
            assertThat(health.offers().get(0).suppressedUntil()).isEqualTo(NOW.plus(Duration.ofMinutes(minutesLeft)));
        }
    }

    @Test
    void believesAllOffersOfAModelHalfAsMuchWhenThreeOfThemFailed() {
        List<OfferFailure> failures = new ArrayList<>();
        failures.addAll(failures(offer(1), "5 6"));
        failures.addAll(failures(offer(2), "30"));
        MarketHealth two = MarketHealth.of(failures, NOW);
        failures.addAll(failures(offer(3), "59"));
        MarketHealth three = MarketHealth.of(failures, NOW);

        OfferId another = offer(4);
        assertThat(two.factor(another, GPU)).isEqualTo(1);
        assertThat(three.factor(another, GPU)).isEqualTo(0.5);
        assertThat(three.factor(another, new GpuModel("A40"))).isEqualTo(1);
        assertThat(three.factor(new OfferId(new ProviderId("tensordock"), "4"), GPU))
                .isEqualTo(1);
        assertThat(three.gpus()).containsExactly(new GpuHealth(VASTAI, GPU, 3));
    }

    @Test
    void tellsHowOftenEachThingWentWrong() {
        OfferId offer = offer(1);
        MarketHealth health = MarketHealth.of(
                List.of(
                        new OfferFailure(offer, GPU, FailureType.BOOT_TIMEOUT, NOW.minusSeconds(60)),
                        new OfferFailure(offer, GPU, FailureType.STALE_INVENTORY, NOW.minusSeconds(600)),
                        new OfferFailure(offer, GPU, FailureType.STALE_INVENTORY, NOW.minusSeconds(500))),
                NOW);

        OfferHealth told = health.offers().get(0);
        assertThat(told.failures()).isEqualTo(Map.of(FailureType.STALE_INVENTORY, 2, FailureType.BOOT_TIMEOUT, 1));
        assertThat(told.count()).isEqualTo(3);
        assertThat(told.last()).isEqualTo(FailureType.BOOT_TIMEOUT);
        assertThat(told.lastAt()).isEqualTo(NOW.minusSeconds(60));
    }

    private static OfferId offer(int number) {
        return new OfferId(VASTAI, Integer.toString(number));
    }

    private static List<OfferFailure> failures(OfferId offer, String minutesAgo) {
        return minutesAgo == null
                ? List.of()
                : Arrays.stream(minutesAgo.split(" "))
                        .map(minutes -> new OfferFailure(
                                offer,
                                GPU,
                                FailureType.SSH_TIMEOUT,
                                NOW.minus(Duration.ofMinutes(Integer.parseInt(minutes)))))
                        .toList();
    }
}
