package io.gpushopper.domain.ledger;

import static io.gpushopper.domain.ledger.Books.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.Tag;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One instance ran for two hours at 0.40 US dollars unless a test says otherwise. */
final class BillComparisonTest {
    private static final DeploymentId PROD = new DeploymentId("prod");
    private static final CostPeriod DAYS =
            new CostPeriod(CostPeriod.dayOf(T0), CostPeriod.dayOf(T0).plusDays(3));
    private static final Instant ENDED = T0.plus(Duration.ofHours(2));
    private static final Instant LATER = ENDED.plus(BillComparison.SETTLED_AFTER);

    private final Books books = Books.empty().line(1, ChargeKind.COMPUTE, T0, ENDED, "0.40");

    @Test
    void tellsOursTheirsAndTheDifference() {
        BillComparison comparison = against(LATER, bill(1, "0.81"));

        assertThat(comparison.instances()).singleElement().satisfies(instance -> {
            assertThat(instance.booked()).isEqualTo(usd("0.80"));
            assertThat(instance.billed()).isEqualTo(usd("0.81"));
            assertThat(instance.difference()).isEqualTo(usd("0.01"));
            assertThat(instance.isSettled()).isTrue();
        });
        assertThat(comparison.share()).isEqualByComparingTo("0.012346");
        assertThat(comparison.isBeyondWarning()).isTrue();
        assertThat(comparison.furthestApart(3)).hasSize(1);
    }

    @Test
    void warnsOnlyBeyondOnePerCent() {
        assertThat(against(LATER, bill(1, "0.808")).isBeyondWarning()).isFalse();
        assertThat(against(LATER, bill(1, "0.79")).isBeyondWarning()).isTrue();
        assertThat(against(LATER, bill(1, "0.80")).share()).isZero();
    }

    @Test
    void doesNotWarnOfTheProvidersRounding() {
        Books tiny = Books.empty().line(1, ChargeKind.COMPUTE, T0, T0.plusSeconds(9), "0.20");

        BillComparison comparison =
                BillComparison.of(tiny.entries(), List.of(bill(1, "0.001", "0.0005")), Set.of(PROD), DAYS, LATER);

        assertThat(comparison.share()).isGreaterThan(new BigDecimal("0.4"));
        assertThat(comparison.isBeyondWarning()).isFalse();
    }

    @Test
    void countsNothingThatIsNotSettled() {
        BillComparison lately = against(LATER.minusNanos(1), bill(1, "0.40"));
        books.line(1, ChargeKind.STORAGE, T0, null, "0.01");
        BillComparison running = against(LATER, bill(1, "0.40"));

        assertThat(List.of(lately, running)).allSatisfy(comparison -> {
            assertThat(comparison.instances().get(0).isSettled()).isFalse();
            assertThat(comparison.billed()).isEqualTo(Accrued.ZERO);
            assertThat(comparison.isBeyondWarning()).isFalse();
            assertThat(comparison.furthestApart(3)).isEmpty();
        });
    }

    @Test
    void tellsWhatIsOnNoBill() {
        BillComparison comparison = against(LATER);

        assertThat(comparison.instances().get(0).billed()).isNull();
        assertThat(comparison.difference()).isEqualTo(usd("-0.80"));
        assertThat(comparison.share()).isEqualByComparingTo("-1");
        assertThat(comparison.isBeyondWarning()).isTrue();
    }

    @Test
    void tellsWhatCarriesOurTagAndIsInNoBooks() {
        SessionId lost = new SessionId("sess-aaaabbbbccccdddd");
        InstanceBill ours = marked("77", new Tag(PROD, lost, 1, T0).text());
        InstanceBill others = marked("78", new Tag(new DeploymentId("stage"), lost, 1, T0).text());

        BillComparison comparison = against(LATER, bill(1, "0.80"), ours, others, marked("79", "my own box"));

        assertThat(comparison.instances()).hasSize(2);
        assertThat(comparison.instances().get(1).session()).isEqualTo(lost);
        assertThat(comparison.difference()).isEqualTo(usd("5"));
    }

    @Test
    void comparesTheDaysThatAreAskedForOnly() {
        Books night = Books.empty()
                .line(1, ChargeKind.COMPUTE, T0, T0.plus(Duration.ofHours(24)), "1")
                .correct(1, ChargeKind.COMPUTE, T0, "0.5");
        CostPeriod first = CostPeriod.day(CostPeriod.dayOf(T0));

        BillComparison comparison = BillComparison.of(
                night.entries(), List.of(bill(1, "15.5")), Set.of(PROD), first, T0.plus(Duration.ofDays(9)));

        assertThat(comparison.booked()).isEqualTo(usd("15.5"));
        assertThat(comparison.instances().get(0).corrected()).isEqualTo(usd("0.5"));
        assertThat(comparison.difference()).isEqualTo(Accrued.ZERO);
    }

    @Test
    void addsUpSeveralLinesOfABill() {
        InstanceBill untold = new InstanceBill(instance("1"), "", usd("0.1"), Map.of(), Accrued.ZERO);

        assertThat(against(LATER, bill(1, "0.30"), bill(1, "0.50")).difference())
                .isEqualTo(Accrued.ZERO);
        assertThat(bill(1, "0.30").plus(bill(1, "0.50")).parts()).containsEntry(ChargeKind.COMPUTE, usd("0.80"));
        assertThat(bill(1, "0.30").plus(untold).parts()).isEmpty();
    }

    @Test
    void takesNoHalfToldBill() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InstanceBill(
                        instance("1"), "", usd("1"), Map.of(ChargeKind.COMPUTE, usd("1")), Accrued.ZERO));
    }

    private BillComparison against(Instant now, InstanceBill... bills) {
        return BillComparison.of(books.entries(), List.of(bills), Set.of(PROD), DAYS, now);
    }

    private InstanceBill bill(int number, String total) {
        return bill(number, total, "0");
    }

    private InstanceBill bill(int number, String total, String rounding) {
        return new InstanceBill(
                books.entries().get(number - 1).line().instance(),
                "",
                usd(total),
                Map.of(ChargeKind.COMPUTE, usd(total), ChargeKind.STORAGE, Accrued.ZERO),
                usd(rounding));
    }

    private static InstanceBill marked(String id, String mark) {
        return new InstanceBill(instance(id), mark, usd("5"), Map.of(), Accrued.ZERO);
    }

    private static InstanceId instance(String id) {
        return new InstanceId(new ProviderId("vastai"), id);
    }

    private static Accrued usd(String dollars) {
        return Accrued.of(new Usd(new BigDecimal(dollars)));
    }
}
