package io.gpushopper.domain.ledger;

import static io.gpushopper.domain.cost.ChargeKind.COMPUTE;
import static io.gpushopper.domain.cost.ChargeKind.STORAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.LedgerCorrection;
import io.gpushopper.domain.session.LedgerInterval;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CostReportTest {
    private static final Instant FAR = Books.T0.plus(Duration.ofDays(60));

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void addsUpHoweverTimeIsCut(long seed) {
        RandomGenerator random = new Random(seed);
        List<List<LedgerEntry>> books = books(random);
        CostReport whole = CostReport.of(books, Books.T0, FAR);

        CostReport sum = CostReport.NOTHING;
        List<Instant> cuts = cuts(random);
        for (int i = 1; i < cuts.size(); i++) {
            sum = sum.plus(CostReport.of(books, cuts.get(i - 1), cuts.get(i)));
        }

        assertThat(sum.total()).isEqualTo(whole.total());
        assertThat(sum.used()).isEqualTo(whole.used());
        assertThat(sum.cells()).containsExactlyInAnyOrderElementsOf(whole.cells());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void comesToWhatEachLineComesTo(long seed) {
        List<List<LedgerEntry>> books = books(new Random(seed));
        BigDecimal dollars = BigDecimal.ZERO;
        for (List<LedgerEntry> session : books) {
            for (LedgerEntry entry : session) {
                dollars = dollars.add(dollars(entry));
            }
        }

        assertThat(CostReport.of(books, Books.T0, FAR).total().dollars(12))
                .isEqualTo(dollars.setScale(12, RoundingMode.HALF_EVEN));
    }

    /** By hand, in decimals, from the microseconds of each line. */
    private static BigDecimal dollars(LedgerEntry entry) {
        if (entry.line() instanceof LedgerCorrection correction) {
            return correction.difference().dollars(20);
        }
        LedgerInterval line = (LedgerInterval) entry.line();
        Instant to = line.to() == null ? FAR : line.to();
        long micros = to.getEpochSecond() * 1_000_000
                + to.getNano() / 1_000
                - line.from().getEpochSecond() * 1_000_000
                - line.from().getNano() / 1_000;
        return line.rate()
                .amount()
                .multiply(BigDecimal.valueOf(micros))
                .divide(BigDecimal.valueOf(3_600_000_000L), 30, RoundingMode.HALF_EVEN);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everySplitAddsUpToTheTotalAsShown(long seed) {
        CostReport report = CostReport.of(books(new Random(seed)), Books.T0, FAR);

        assertAddsUp(report, report.<ProviderId>by(CostCell::provider));
        assertAddsUp(report, report.<String>by(cell -> cell.gpu().name()));
        assertAddsUp(report, report.<String>by(cell -> cell.consumer().value()));
        assertAddsUp(report, report.<LocalDate>by(CostCell::day));
        assertAddsUp(report, report.byKind());
    }

    private static <K> void assertAddsUp(CostReport report, SortedMap<K, Accrued> parts) {
        Accrued exact = parts.values().stream().reduce(Accrued.ZERO, Accrued::plus);
        assertThat(exact).isEqualTo(report.total());
        Map<K, BigDecimal> shown = CostReport.shown(parts);
        assertThat(shown.keySet()).containsExactlyElementsOf(parts.keySet());
        assertThat(shown.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(report.total().shown());
        parts.forEach((key, part) -> assertThat(shown.getOrDefault(key, BigDecimal.ZERO)
                        .subtract(part.dollars(15))
                        .abs())
                .as("%s", key)
                .isLessThan(new BigDecimal("0.0001")));
    }

    @Test
    void givesWhatRoundingLeavesToThoseThatLostMost() {
        SortedMap<String, Accrued> parts = new TreeMap<>(
                Map.of("a", usd("0.00004"), "b", usd("0.00004"), "c", usd("0.00009"), "d", usd("-0.00002")));

        assertThat(CostReport.shown(parts))
                .isEqualTo(Map.of(
                        "a", new BigDecimal("0.0001"),
                        "b", new BigDecimal("0.0000"),
                        "c", new BigDecimal("0.0001"),
                        "d", new BigDecimal("0.0000")));
        assertThat(CostReport.shown(new TreeMap<String, Accrued>())).isEmpty();
    }

    @Test
    void countsASessionPartlyInEachDay() {
        Books books = Books.empty()
                .line(1, COMPUTE, at("2026-11-30T22:30:00Z"), at("2026-12-01T01:00:00Z"), "2")
                .line(1, STORAGE, at("2026-11-30T22:00:00Z"), at("2026-12-01T01:00:00Z"), "0.1");

        CostReport november = month(books, "2026-11-15");
        CostReport december = month(books, "2026-12-15");

        assertThat(november.byKind()).isEqualTo(Map.of(COMPUTE, usd("3"), STORAGE, usd("0.2")));
        assertThat(december.byKind()).isEqualTo(Map.of(COMPUTE, usd("2"), STORAGE, usd("0.1")));
        assertThat(november.used()).isEqualTo(Duration.ofMinutes(90));
        assertThat(december.used()).isEqualTo(Duration.ofHours(1));
        assertThat(november.sessions()).isEqualTo(1);
        assertThat(december.sessions()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "the clocks of Europe are put forward, 2026-03-29",
        "the clocks of Europe are put back, 2026-10-25",
        "the clocks of America are put forward, 2026-03-08",
        "the clocks of America are put back, 2026-11-01",
        "a second was leapt at its end, 2016-12-31",
        "the last of February, 2026-02-28",
        "a leap day, 2028-02-29",
        "the last of a year, 2026-12-31"
    })
    void everyDayHasTwentyFourHours(String what, LocalDate day) {
        Books books =
                Books.empty().line(1, COMPUTE, day.minusDays(3).atStartOfDay().toInstant(ZoneOffset.UTC), null, "1");

        CostReport report = report(books, CostPeriod.day(day));

        assertThat(report.used()).as(what).isEqualTo(Duration.ofHours(24));
        assertThat(report.by(CostCell::day)).as(what).isEqualTo(Map.of(day, usd("24")));
    }

    @Test
    void bothSidesOfALeapSecondAreOneSecondApart() {
        Books books = Books.empty().line(1, COMPUTE, at("2016-12-31T23:59:59Z"), at("2017-01-01T00:00:00Z"), "3600");

        assertThat(month(books, "2016-12-31").total()).isEqualTo(usd("1"));
        assertThat(month(books, "2017-01-01")).isEqualTo(CostReport.NOTHING);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-10, 2026-02-01, 2026-02-28",
        "2028-02-29, 2028-02-01, 2028-02-29",
        "2026-12-31, 2026-12-01, 2026-12-31"
    })
    void aMonthEndsWithItsLastDay(LocalDate day, LocalDate first, LocalDate last) {
        assertThat(CostPeriod.month(day)).isEqualTo(new CostPeriod(first, last));
    }

    @Test
    void countsASessionShorterThanASecond() {
        Books books = Books.empty().line(1, COMPUTE, Books.T0, Books.T0.plusMillis(250), "3600");

        CostReport report = report(books, CostPeriod.day(CostPeriod.dayOf(Books.T0)));

        assertThat(report.total()).isEqualTo(usd("0.25"));
        assertThat(report.sessions()).isEqualTo(1);
        assertThat(report.used()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void twoMachinesOfOneSessionAtOneTimeCostTwiceAndAreUsedOnce() {
        Books books = Books.empty()
                .line(1, COMPUTE, Books.T0, Books.T0.plusSeconds(3_600), "1")
                .line(2, COMPUTE, Books.T0.plusSeconds(1_800), Books.T0.plusSeconds(5_400), "1");

        CostReport report = CostReport.closed(books.entries());

        assertThat(report.total()).isEqualTo(usd("2"));
        assertThat(report.used()).isEqualTo(Duration.ofMinutes(90));
    }

    @Test
    void aKeptDiskCostsAndIsNotUsed() {
        Books books = Books.empty().line(1, STORAGE, Books.T0, Books.T0.plus(Duration.ofDays(3)), "0.01");

        CostReport report = CostReport.closed(books.entries());

        assertThat(report.total()).isEqualTo(usd("0.72"));
        assertThat(report.used()).isEqualTo(Duration.ZERO);
        assertThat(report.sessions()).isEqualTo(1);
    }

    @Test
    void aCorrectionCountsInTheDayOfItsMoment() {
        Books books = Books.empty()
                .line(1, COMPUTE, at("2026-11-23T23:00:00Z"), at("2026-11-24T01:00:00Z"), "1")
                .correct(1, COMPUTE, at("2026-11-23T23:30:00Z"), "-0.25");

        assertThat(CostReport.closed(books.entries()).by(CostCell::day))
                .isEqualTo(Map.of(
                        LocalDate.parse("2026-11-23"), usd("0.75"),
                        LocalDate.parse("2026-11-24"), usd("1")));
    }

    @Test
    void countsOnlySessionsThatWereChargedInTheTime() {
        Books idle = Books.empty().line(1, COMPUTE, Books.T0, Books.T0, "1");
        Books later = Books.empty().line(1, COMPUTE, FAR, null, "1");

        CostReport report = CostReport.of(List.of(idle.entries(), later.entries(), List.of()), Books.T0, FAR);

        assertThat(report).isEqualTo(CostReport.NOTHING);
    }

    private static List<List<LedgerEntry>> books(RandomGenerator random) {
        List<List<LedgerEntry>> books = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            List<LedgerEntry> entries = new ArrayList<>(Books.random(random).entries());
            Collections.shuffle(entries, new Random(random.nextLong()));
            books.add(entries);
        }
        return books;
    }

    private static List<Instant> cuts(RandomGenerator random) {
        List<Instant> cuts = new ArrayList<>(List.of(Books.T0, FAR));
        for (int i = random.nextInt(40); i > 0; i--) {
            cuts.add(Books.T0.plusNanos(random.nextLong(60L * 86_400_000_000_000L)));
        }
        Collections.sort(cuts);
        return cuts;
    }

    private static CostReport month(Books books, String day) {
        return report(books, CostPeriod.month(LocalDate.parse(day)));
    }

    private static CostReport report(Books books, CostPeriod period) {
        return CostReport.of(List.of(books.entries()), period.begin(), period.end());
    }

    private static Accrued usd(String dollars) {
        return Accrued.of(new Usd(new BigDecimal(dollars)));
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }
}
