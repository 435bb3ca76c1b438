package io.gpushopper.domain.session;

import static io.gpushopper.domain.session.Fixtures.T0;
import static io.gpushopper.domain.session.Fixtures.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.spending.WorstCase;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two hours are reserved at 0.42 US dollars an hour, of which 0.02 are for the disk. */
class WorstCaseTest {
    @ParameterizedTest(name = "max price {0}, cap {1}, retries {2}, kept {3} h: {4}")
    @CsvSource(
            nullValues = "-",
            value = {
                "-,    -,   0, -,  0.84",
                "1.00, -,   0, -,  0.84",
                "1.00, -,   3, -,  2.00",
                "0.10, -,   3, -,  0.84",
                "-,    -,   3, -,  0.84",
                "-,    0.5, 0, -,  0.5",
                "1.00, 0.5, 3, 72, 0.5",
                "-,    9,   0, -,  0.84",
                "-,    -,   0, 72, 2.28",
            })
    void isTheReservationAtTheHighestAllowedPriceWithinTheCap(
            @Nullable String maxPrice, @Nullable String cap, int retries, @Nullable Integer keptHours, String worst) {
        SessionOptions options = new SessionOptions(
                Labels.NONE,
                Setup.USUAL,
                new SpendLimits(
                        maxPrice == null ? null : UsdPerHour.of(maxPrice),
                        cap == null ? null : new Usd(new BigDecimal(cap))),
                new RetryTerms(retries, RetryScope.ANY),
                keptHours == null ? null : Duration.ofHours(keptHours));

        assertThat(WorstCase.of(pending(options), T0)).isEqualTo(new Usd(new BigDecimal(worst)));
    }

    @Test
    void growsWithAnExtension() {
        Session extended = Story.running().session().extendedBy(Duration.ofHours(3));

        assertThat(WorstCase.of(extended, at(60))).isEqualTo(new Usd(new BigDecimal("2.1")));
    }

    @Test
    void isNeverLessThanWhatWasSpent() {
        Session late = Story.running().session();

        assertThat(WorstCase.of(late, at(3 * 3_600))).isEqualTo(new Usd(new BigDecimal("1.26")));
    }

    private static Session pending(SessionOptions options) {
        Session usual = Fixtures.pending();
        SessionTerms terms = usual.terms();
        return Session.pending(
                usual.id(),
                new SessionTerms(
                        terms.consumer(),
                        terms.offer(),
                        terms.gpus(),
                        terms.price(),
                        terms.diskGb(),
                        terms.workload(),
                        terms.reservation(),
                        0,
                        terms.createdAt(),
                        terms.expiresAt(),
                        terms.hardLimitAt(),
                        terms.bootTimeout(),
                        terms.sshTimeout(),
                        terms.consumerKeys(),
                        terms.engineKey(),
                        options),
                usual.attempts().get(0),
                usual.delivery());
    }
}
