package io.gpushopper.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.ledger.CostReport;
import io.gpushopper.domain.ledger.LedgerEntry;
import io.gpushopper.domain.session.LedgerCorrection;
import io.gpushopper.domain.session.Session;
import io.gpushopper.testkit.RentalMeter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The books against the market's own meters, in worlds where nothing fails but the market's machines. */
final class BooksMeetTheMeterTest {
    /** Between two looks at what lives: a change that nobody tells of is booked so late at most. */
    private static final Duration LOOK = Duration.ofSeconds(10);
    /** What a consumer ends in the moment in which it is lost was last seen, as far as the store knows, so long before at most. */
    private static final Duration SIGHTING_KEEPS = Duration.ofSeconds(60);

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void agreeButForWhatNobodyTells(long seed) {
        CalmWorld world = new CalmWorld(seed);
        world.live();

        assertThat(world.sessions()).isNotEmpty();
        for (Session session : world.sessions()) {
            assertThat(session.status().isFinal())
                    .as("seed %d: %s", seed, session)
                    .isTrue();
            for (RentalMeter meter : world.meters(session)) {
                String told = "seed " + seed + ": " + meter + " " + world.books(session);
                Duration loss = meter.isLost() ? SIGHTING_KEEPS.plus(LOOK) : Duration.ZERO;
                assertThat(off(sum(world.books(session), meter, ChargeKind.COMPUTE), meter.compute()))
                        .as("compute, %s", told)
                        .isLessThanOrEqualTo(over(
                                meter.dearest().compute(),
                                LOOK.multipliedBy(meter.untoldChanges()).plus(loss)));
                assertThat(off(sum(world.books(session), meter, ChargeKind.STORAGE), meter.storage()))
                        .as("storage, %s", told)
                        .isLessThanOrEqualTo(over(meter.dearest().storage(), loss));
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void agreeExactlyOnceTheProvidersBillIsIn(long seed) {
        CalmWorld world = new CalmWorld(seed);
        world.live();

        for (Session session : world.sessions()) {
            world.correct(session, books -> corrections(world, session, books));
            Accrued billed = Accrued.ZERO;
            for (RentalMeter meter : world.meters(session)) {
                billed = billed.plus(meter.compute()).plus(meter.storage());
            }
            assertThat(CostReport.closed(world.books(session)).total())
                    .as("seed %d: %s", seed, session)
                    .isEqualTo(billed);
            assertThat(world.correct(session, books -> corrections(world, session, books)))
                    .as("a bill that is in is not booked again")
                    .isEmpty();
        }
    }

    private static List<LedgerCorrection> corrections(CalmWorld world, Session session, List<LedgerEntry> books) {
        List<LedgerCorrection> missing = new ArrayList<>();
        for (RentalMeter meter : world.meters(session)) {
            for (ChargeKind kind : ChargeKind.values()) {
                Accrued difference = meter.of(kind).minus(sum(books, meter, kind));
                if (!difference.isZero()) {
                    missing.add(new LedgerCorrection(
                            session.id(), meter.id(), kind, meter.createdAt(), difference, "the meter", world.now()));
                }
            }
        }
        return missing;
    }

    private static Accrued sum(List<LedgerEntry> books, RentalMeter meter, ChargeKind kind) {
        return books.stream()
                .map(LedgerEntry::line)
                .filter(line -> line.instance().equals(meter.id()) && line.kind() == kind)
                .map(line -> line.within(Instant.EPOCH, Instant.MAX))
                .reduce(Accrued.ZERO, Accrued::plus);
    }

    private static Accrued off(Accrued one, Accrued other) {
        Accrued difference = one.minus(other);
        return difference.compareTo(Accrued.ZERO) < 0 ? Accrued.ZERO.minus(difference) : difference;
    }

    private static Accrued over(UsdPerHour rate, Duration time) {
        return Accrued.over(rate, Instant.EPOCH, Instant.EPOCH.plus(time));
    }
}
