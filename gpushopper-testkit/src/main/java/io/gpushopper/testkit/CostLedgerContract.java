package io.gpushopper.testkit;

import static io.gpushopper.testkit.OfferBuilder.anOffer;
import static io.gpushopper.testkit.SessionBuilder.ENGINE_KEY;
import static io.gpushopper.testkit.SessionBuilder.aSession;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.ledger.CostCell;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.ledger.CostReport;
import io.gpushopper.domain.ledger.LedgerEntry;
import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.LedgerCorrection;
import io.gpushopper.domain.session.LedgerInterval;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.ports.CostLedger;
import io.gpushopper.ports.CostQuery;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.SessionCreation;
import io.gpushopper.ports.SessionStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link CostLedger} does, of the store that it belongs to. */
public abstract class CostLedgerContract {
    private static final Instant NOW = SettableClock.START;
    private static final LocalDate TODAY = CostPeriod.dayOf(NOW);
    private static final CostQuery AT_ALL_TIMES =
            new CostQuery(new CostPeriod(TODAY.minusYears(1), TODAY.plusYears(1)), null);

    /** The store that the books belong to, empty before each test. */
    protected abstract SessionStore store();

    /** The books under test. */
    protected abstract CostLedger ledger();

    @Test
    void knowsNothingOfNothing() {
        Session session = created(aSession().running().build());

        assertThat(ledger().books(List.of(session.id()))).isEmpty();
        assertThat(ledger().report(AT_ALL_TIMES, NOW)).isEqualTo(CostReport.NOTHING);
        assertThat(ledger().charged(AT_ALL_TIMES)).isEmpty();
        assertThat(ledger().spent(NOW)).isEmpty();
    }

    @Test
    void countsWhatRunsUpToNow() {
        Session session = created(aSession().running().build());
        book(session, line(session, ChargeKind.COMPUTE, NOW.minusSeconds(3_600), null, "0.40"));

        assertThat(ledger().report(AT_ALL_TIMES, NOW).total()).isEqualTo(usd("0.4"));
        assertThat(ledger().report(AT_ALL_TIMES, NOW.plusSeconds(1_800)).total())
                .isEqualTo(usd("0.6"));
        assertThat(ledger().report(AT_ALL_TIMES, NOW).used()).isEqualTo(Duration.ofHours(1));
        assertThat(ledger().charged(AT_ALL_TIMES)).containsExactly(session.id());
        assertThat(ledger().spent(NOW)).isEqualTo(Map.of(session.provider(), usd("0.4")));
    }

    @Test
    void countsWhatEndedUpToItsEnd() {
        Session session = created(aSession().running().build());
        LedgerInterval open = line(session, ChargeKind.COMPUTE, NOW.minusSeconds(3_600), null, "0.40");
        LedgerInterval closed = line(session, ChargeKind.COMPUTE, open.from(), NOW, "0.40");

        book(book(session, open), closed);

        assertThat(ledger().report(AT_ALL_TIMES, NOW.plusSeconds(999)).total()).isEqualTo(usd("0.4"));
        assertThat(ledger().spent(NOW.plusSeconds(999))).isEqualTo(Map.of(session.provider(), usd("0.4")));
        assertThat(ledger().charged(AT_ALL_TIMES)).containsExactly(session.id());
    }

    @Test
    void countsALineThatOpensAgainAfterTheBooksWereClosed() {
        Session session = created(aSession().running().build());
        LedgerInterval first = line(session, ChargeKind.STORAGE, NOW.minusSeconds(7_200), NOW.minusSeconds(3_600), "1");

        book(book(session, first), line(session, ChargeKind.STORAGE, NOW.minusSeconds(1_800), null, "1"));

        assertThat(ledger().report(AT_ALL_TIMES, NOW).total()).isEqualTo(usd("1.5"));
        assertThat(ledger().report(AT_ALL_TIMES, NOW).sessions()).isEqualTo(1);
    }

    @Test
    void showsNoOthersConsumersCharges() {
        Session hers = created(aSession(1).running().build());
        Session his = created(aSession(2).consumer("bob").running().build());
        book(hers, line(hers, ChargeKind.COMPUTE, NOW.minusSeconds(3_600), NOW, "1"));
        book(his, line(his, ChargeKind.COMPUTE, NOW.minusSeconds(3_600), null, "2"));

        assertThat(about("alice").by(cell -> cell.consumer().value())).isEqualTo(Map.of("alice", usd("1")));
        assertThat(about("bob").by(cell -> cell.consumer().value())).isEqualTo(Map.of("bob", usd("2")));
        assertThat(about("alice", "bob").total()).isEqualTo(usd("3"));
        assertThat(about("alice", "bob").sessions()).isEqualTo(2);
        assertThat(about()).isEqualTo(CostReport.NOTHING);
        assertThat(ledger().charged(new CostQuery(AT_ALL_TIMES.period(), Set.of(new ConsumerId("bob")))))
                .containsExactly(his.id());
    }

    @Test
    void keepsWhatALineIsCountedUnder() {
        Session session = created(aSession().running().build());
        LedgerInterval line = line(session, ChargeKind.COMPUTE, NOW.minusSeconds(60), null, "0.40");

        book(session, line);

        LedgerEntry entry = onlyBooks(session).get(0);
        assertThat(entry.line()).isEqualTo(line);
        assertThat(entry.consumer()).isEqualTo(session.terms().consumer());
        assertThat(entry.gpu()).isEqualTo(session.terms().gpus().model());
        assertThat(entry.tag()).isEqualTo(session.instances().get(0).tag());
        assertThat(entry.reason()).isEmpty();
        assertThat(entry.isOpen()).isTrue();
    }

    @Test
    void keepsALineUnderTheModelThatItsInstanceWasBoughtFor() {
        Session session = created(aSession().running().build());
        Offer other = anOffer(session.provider(), "other").gpus(1, "A40", 48).build();
        Session moved = new Session(
                session.id(),
                session.terms().rented(other),
                session.state(),
                session.attempts(),
                session.instances(),
                session.delivery(),
                session.stamp(),
                session.nextActAt());

        book(moved, line(session, ChargeKind.STORAGE, NOW.minusSeconds(60), null, "0.40"));
        ledger().correct(session.id(), books -> List.of(correction(session, NOW.minusSeconds(1), "0.1")));

        assertThat(store().find(session.id()).orElseThrow().terms().gpus().model())
                .isEqualTo(new GpuModel("A40"));
        assertThat(onlyBooks(session))
                .extracting(LedgerEntry::gpu)
                .containsOnly(session.terms().gpus().model());
    }

    @Test
    void saysWhyALineEnded() {
        Session session = created(aSession().stopped().build());

        book(session, line(session, ChargeKind.COMPUTE, NOW.minusSeconds(60), NOW, "0.40"));

        assertThat(onlyBooks(session).get(0).reason()).isEqualTo("done");
    }

    @Test
    void addsCorrectionsAndChangesNothing() {
        Session session = created(aSession().running().build());
        LedgerInterval line = line(session, ChargeKind.COMPUTE, NOW.minusSeconds(3_600), NOW, "0.40");
        book(session, line);
        LedgerCorrection correction = correction(session, NOW.minusSeconds(1), "-0.0123");

        List<LedgerCorrection> booked = ledger().correct(session.id(), books -> {
            assertThat(books).extracting(LedgerEntry::line).containsExactly(line);
            return List.of(correction);
        });

        assertThat(booked).containsExactly(correction);
        assertThat(ledger().intervals(session.id())).containsExactly(line);
        assertThat(onlyBooks(session)).extracting(LedgerEntry::line).containsExactly(line, correction);
        assertThat(onlyBooks(session).get(1).reason()).isEqualTo("the provider's bill");
        assertThat(ledger().report(AT_ALL_TIMES, NOW).total()).isEqualTo(usd("0.3877"));
        assertThat(ledger().report(AT_ALL_TIMES, NOW).used()).isEqualTo(Duration.ofHours(1));
        assertThat(ledger().spent(NOW)).isEqualTo(Map.of(session.provider(), usd("0.3877")));
    }

    @Test
    void correctsWhatRuns() {
        Session session = created(aSession().running().build());
        book(session, line(session, ChargeKind.COMPUTE, NOW.minusSeconds(3_600), null, "0.40"));

        ledger().correct(session.id(), books -> List.of(correction(session, NOW.minusSeconds(1), "0.1")));

        assertThat(ledger().report(AT_ALL_TIMES, NOW).total()).isEqualTo(usd("0.5"));
        assertThat(ledger().spent(NOW)).isEqualTo(Map.of(session.provider(), usd("0.5")));
    }

    @Test
    void correctsNothingOfAnUnknownSession() {
        SessionId unknown = aSession(77).build().id();

        assertThat(ledger().correct(unknown, books -> {
                    throw new AssertionError("there are no books");
                }))
                .isEmpty();
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 12);
    }

    /** Whatever way the store takes to its sums: they are those of the lines, in every period, and periods add up. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void addsUpToItsLinesInEveryPeriod(long seed) {
        RandomGenerator random = new Random(seed);
        List<SessionId> sessions = new ArrayList<>();
        for (int number = 1; number <= 8; number++) {
            Session session = created(aSession(number)
                    .consumer(random.nextBoolean() ? "alice" : "bob")
                    .provider(random.nextBoolean() ? "vastai" : "tensordock")
                    .running()
                    .build());
            sessions.add(session.id());
            live(session, random);
        }

        LocalDate first = TODAY.minusDays(20);
        CostReport sum = CostReport.NOTHING;
        for (LocalDate day = first; !day.isAfter(TODAY); ) {
            CostPeriod period = new CostPeriod(day, day.plusDays(random.nextInt(5)));
            CostReport report = ledger().report(new CostQuery(period, null), NOW);
            Instant end = period.end().isBefore(NOW) ? period.end() : NOW;
            assertSame(report, CostReport.of(ledger().books(sessions).values(), period.begin(), end));
            sum = sum.plus(report);
            day = period.last().plusDays(1);
        }
        CostReport whole = ledger().report(new CostQuery(new CostPeriod(first, TODAY.plusDays(9)), null), NOW);
        assertThat(sum.total()).isEqualTo(whole.total());
        assertThat(sum.used()).isEqualTo(whole.used());
        assertThat(sum.by(CostCell::day)).isEqualTo(whole.by(CostCell::day));
        assertThat(ledger().spent(NOW)).isEqualTo(whole.by(CostCell::provider));
        assertThat(ledger().charged(new CostQuery(new CostPeriod(first, TODAY), null)))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(ledger().books(sessions).keySet());
    }

    private static void assertSame(CostReport report, CostReport expected) {
        assertThat(report.cells()).containsExactlyInAnyOrderElementsOf(expected.cells());
        assertThat(report.sessions()).isEqualTo(expected.sessions());
    }

    /** Some intervals one after the other, the last of which may run on, and some corrections. */
    private void live(Session session, RandomGenerator random) {
        Session current = session;
        for (ChargeKind kind : ChargeKind.values()) {
            Instant at = NOW.minusSeconds(random.nextInt(1_600_000)).minusNanos(random.nextInt(1_000_000) * 1_000L);
            while (at.isBefore(NOW)) {
                String rate = "0." + random.nextInt(100_000, 1_000_000);
                LedgerInterval open = line(session, kind, at, null, rate);
                current = book(current, open);
                Instant end = at.plusNanos(random.nextLong(400_000_000L) * 1_000_000L);
                if (!end.isBefore(NOW)) {
                    break;
                }
                current = book(current, line(session, kind, at, end.truncatedTo(ChronoUnit.MICROS), rate));
                at = end.truncatedTo(ChronoUnit.MICROS).plusSeconds(random.nextInt(2) * 600L);
                if (random.nextInt(4) == 0) {
                    break;
                }
            }
        }
        if (random.nextBoolean()) {
            Instant when = NOW.minusSeconds(random.nextInt(1_600_000) + 1L);
            ledger().correct(
                            session.id(),
                            books -> List.of(correction(session, when, "-0.0" + random.nextInt(1, 1_000_000_000))));
        }
    }

    private CostReport about(String... consumers) {
        Set<ConsumerId> asked =
                Set.copyOf(List.of(consumers).stream().map(ConsumerId::new).toList());
        return ledger().report(new CostQuery(AT_ALL_TIMES.period(), asked), NOW);
    }

    private List<LedgerEntry> onlyBooks(Session session) {
        return ledger().books(List.of(session.id())).getOrDefault(session.id(), List.of());
    }

    private Session created(Session session) {
        store().create(SessionCreation.of(session, ENGINE_KEY));
        return session;
    }

    private Session book(Session session, LedgerInterval line) {
        return store().save(new Decision(session, List.of(line), List.of(), List.of()), Durability.COMMITTED)
                .orElseThrow();
    }

    private static LedgerInterval line(
            Session session, ChargeKind kind, Instant from, @Nullable Instant to, String rate) {
        return new LedgerInterval(
                session.id(), session.instances().get(0).id(), kind, from, to, UsdPerHour.of(rate), false);
    }

    private static LedgerCorrection correction(Session session, Instant at, String difference) {
        return new LedgerCorrection(
                session.id(),
                session.instances().get(0).id(),
                ChargeKind.COMPUTE,
                at,
                usd(difference),
                "the provider's bill",
                NOW);
    }

    private static Accrued usd(String dollars) {
        return Accrued.of(new Usd(new BigDecimal(dollars)));
    }
}
