package io.gpushopper.domain.ledger;

import static io.gpushopper.domain.ledger.Books.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LedgerCorrection;
import io.gpushopper.domain.session.LedgerInterval;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class BillCorrectionsTest {
    private static final CostPeriod DAYS =
            new CostPeriod(CostPeriod.dayOf(T0), CostPeriod.dayOf(T0).plusDays(60));
    private static final Instant ENDED = T0.plus(Duration.ofHours(2));
    private static final Instant LATER = ENDED.plus(BillComparison.SETTLED_AFTER);

    private final List<LedgerEntry> books = new ArrayList<>(Books.empty()
            .line(1, ChargeKind.COMPUTE, T0, T0.plusSeconds(3_600), "0.40")
            .line(1, ChargeKind.COMPUTE, T0.plusSeconds(3_600), ENDED, "0.50")
            .line(1, ChargeKind.STORAGE, T0, ENDED, "0.01")
            .entries());

    @Test
    void addsWhatTheBooksLackAtTheEndOfTheLastEstimatedLine() {
        List<LedgerCorrection> missing = missing("0.88", "0.02", "0", LATER);

        assertThat(missing).singleElement().satisfies(correction -> {
            assertThat(correction.kind()).isEqualTo(ChargeKind.COMPUTE);
            assertThat(correction.difference()).isEqualTo(usd("-0.02"));
            assertThat(correction.from()).isBefore(ENDED).isAfter(ENDED.minusSeconds(1));
            assertThat(correction.bookedAt()).isEqualTo(LATER);
            assertThat(correction.reason()).isEqualTo("the provider billed 0.880000");
        });
    }

    @Test
    void addsNothingTheSecondTimeAndTheRestWhenTheBillChanges() {
        book(missing("0.88", "0.03", "0", LATER));

        assertThat(missing("0.88", "0.03", "0", LATER.plusSeconds(9))).isEmpty();
        assertThat(missing("0.89", "0.03", "0", LATER.plusSeconds(9)))
                .extracting(LedgerCorrection::difference)
                .containsExactly(usd("0.01"));
    }

    @Test
    void leavesAloneWhatTheProvidersRoundingExplains() {
        assertThat(missing("0.9005", "0.0195", "0.0005", LATER)).isEmpty();
        assertThat(missing("0.9006", "0.02", "0.0005", LATER)).hasSize(1);
    }

    @Test
    void waitsUntilTheBillIsComplete() {
        assertThat(missing("0.5", "0.02", "0", LATER.minusNanos(1_000))).isEmpty();
    }

    @Test
    void correctsNothingThatWasTold() {
        books.replaceAll(entry -> {
            LedgerInterval line = (LedgerInterval) entry.line();
            return entry.closed(
                    new LedgerInterval(
                            line.session(), line.instance(), line.kind(), line.from(), line.to(), line.rate(), false),
                    "done");
        });

        assertThat(missing("0.5", "0.5", "0", LATER)).isEmpty();
    }

    @Test
    void correctsNothingByABillThatTellsNoParts() {
        InstanceId id = books.get(0).line().instance();
        Map<InstanceId, InstanceBill> bills = Map.of(id, new InstanceBill(id, "", usd("7"), Map.of(), Accrued.ZERO));

        assertThat(BillCorrections.missing(books, bills, DAYS, LATER)).isEmpty();
        assertThat(BillCorrections.missing(books, Map.of(), DAYS, LATER)).isEmpty();
    }

    @Test
    void correctsNothingOfWhichTheBillHasAPartOnly() {
        CostPeriod tooLate = CostPeriod.day(CostPeriod.dayOf(T0).plusDays(1));
        CostPeriod enough = CostPeriod.day(CostPeriod.dayOf(T0));

        assertThat(BillCorrections.missing(books, bills("0.5", "0.02", "0"), tooLate, LATER))
                .isEmpty();
        assertThat(BillCorrections.missing(books, bills("0.5", "0.02", "0"), enough, LATER))
                .hasSize(1);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 200);
    }

    /** Whatever a life was like: afterwards the books of what is corrected say what the bill says, and nothing more is missing. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void bringsTheBooksToTheBillOnce(long seed) {
        Random random = new Random(seed);
        books.clear();
        books.addAll(Books.random(random).entries());
        Instant now = T0.plus(Duration.ofDays(59));
        Map<InstanceId, InstanceBill> bills = new HashMap<>();
        for (LedgerEntry entry : books) {
            bills.put(entry.line().instance(), bill(entry.line().instance(), "1." + random.nextInt(999), "2", "0"));
        }

        List<LedgerCorrection> missing = BillCorrections.missing(books, bills, DAYS, now);
        book(missing);

        assertThat(BillCorrections.missing(books, bills, DAYS, now.plusSeconds(5)))
                .isEmpty();
        assertThat(missing)
                .allSatisfy(correction -> assertThat(books.stream()
                                .map(LedgerEntry::line)
                                .filter(line -> line.instance().equals(correction.instance())
                                        && line.kind() == correction.kind())
                                .map(line -> line.within(Instant.EPOCH, now))
                                .reduce(Accrued.ZERO, Accrued::plus))
                        .isEqualTo(bills.get(correction.instance()).parts().get(correction.kind())));
    }

    private void book(List<LedgerCorrection> corrections) {
        corrections.forEach(correction -> books.add(books.get(0).corrected(correction)));
    }

    private List<LedgerCorrection> missing(String compute, String storage, String rounding, Instant now) {
        return BillCorrections.missing(books, bills(compute, storage, rounding), DAYS, now);
    }

    private Map<InstanceId, InstanceBill> bills(String compute, String storage, String rounding) {
        InstanceId id = books.get(0).line().instance();
        return Map.of(id, bill(id, compute, storage, rounding));
    }

    private static InstanceBill bill(InstanceId id, String compute, String storage, String rounding) {
        return new InstanceBill(
                id,
                "",
                usd(compute).plus(usd(storage)),
                Map.of(ChargeKind.COMPUTE, usd(compute), ChargeKind.STORAGE, usd(storage)),
                usd(rounding));
    }

    private static Accrued usd(String dollars) {
        return Accrued.of(new Usd(new BigDecimal(dollars)));
    }
}
