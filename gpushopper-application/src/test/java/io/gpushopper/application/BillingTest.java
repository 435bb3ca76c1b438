package io.gpushopper.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.ledger.BillComparison;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.ledger.InstanceComparison;
import io.gpushopper.domain.ledger.LedgerEntry;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LedgerCorrection;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.ports.CostQuery;
import io.gpushopper.ports.Metrics;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session that ran, and what its provider says it charged. */
final class BillingTest {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Duration TWO_DAYS = Duration.ofHours(48);

    private final World world = new World();

    @AfterEach
    void noWorkerBroke() {
        assertThat(world.queue().failures()).isEmpty();
    }

    @Test
    void correctsWhatWasEstimatedOnceTheBillIsComplete() throws InterruptedException {
        InstanceId instance = ranForAnHour();
        SessionId session = sessionOf(instance);
        Accrued before = booked(session);
        assertThat(before).isNotEqualTo(billed(instance));
        world.pass(Duration.ofHours(12));
        assertThat(corrections(session)).isEmpty();

        world.pass(TWO_DAYS);

        List<LedgerCorrection> corrections = corrections(session);
        assertThat(corrections).isNotEmpty();
        assertThat(booked(session)).isEqualTo(billed(instance));
        world.pass(TWO_DAYS);
        world.restart();
        world.pass(TWO_DAYS);
        assertThat(corrections(session)).isEqualTo(corrections);
    }

    @Test
    void tellsHowFarTheBooksAreFromTheBill() throws InterruptedException {
        InstanceId instance = ranForAnHour();
        world.pass(TWO_DAYS);

        BillComparison comparison = compared();

        assertThat(comparison.instances())
                .extracting(InstanceComparison::instance)
                .containsExactly(instance);
        assertThat(comparison.instances().get(0).isSettled()).isTrue();
        assertThat(comparison.billed()).isEqualTo(billed(instance));
        assertThat(comparison.difference()).isEqualTo(Accrued.ZERO);
    }

    @Test
    void warnsWhenTheyAreMoreThanOnePerCentApartAndShowsWhenTheyAreNot() throws InterruptedException {
        List<BigDecimal> shares = new ArrayList<>();
        AtomicInteger warnings = new AtomicInteger();
        world.measureBy(measures(shares, warnings));
        SessionId id = world.rent("1");
        world.until(id, SessionStatus.RUNNING, SOON);
        world.shopper().deleteSession(id);
        world.until(id, SessionStatus.STOPPED, SOON);

        world.pass(TWO_DAYS);

        assertThat(warnings).hasValue(1);
        assertThat(shares).anySatisfy(share -> assertThat(share.abs()).isGreaterThan(new BigDecimal("0.01")));
        assertThat(shares.get(shares.size() - 1)).isZero();
    }

    @Test
    void saysOfARunningInstanceThatItIsNotSettled() {
        SessionId id = world.rent("1");
        world.until(id, SessionStatus.RUNNING, SOON);

        assertThat(compared().instances()).singleElement().satisfies(instance -> {
            assertThat(instance.session()).isEqualTo(id);
            assertThat(instance.isSettled()).isFalse();
        });
    }

    @Test
    void saysWhenThereIsNoBillAndWhenItDidNotCome() {
        world.market.fail(MarketOperation.BILL, MarketFault.SERVER_ERROR, 3);
        assertThat(outcome()).isEqualTo(new BillReconciliation.Failed(World.MARKET, ErrorKind.UNAVAILABLE));

        world.market.tellNoBill();
        assertThat(outcome()).isEqualTo(new BillReconciliation.Unsupported(World.MARKET));
    }

    @Test
    void goesOnAfterABillThatDidNotCome() throws InterruptedException {
        InstanceId instance = ranForAnHour();
        world.market.fail(MarketOperation.BILL, MarketFault.NONSENSE, 20);

        world.pass(TWO_DAYS);

        assertThat(booked(sessionOf(instance))).isEqualTo(billed(instance));
    }

    @Test
    void leavesTheBooksAloneWhereThereIsNoBill() throws InterruptedException {
        world.market.tellNoBill();
        InstanceId instance = ranForAnHour();

        world.pass(TWO_DAYS);

        assertThat(corrections(sessionOf(instance))).isEmpty();
    }

    private InstanceId ranForAnHour() throws InterruptedException {
        SessionId id = world.rent("1");
        world.until(id, SessionStatus.RUNNING, SOON);
        InstanceId instance = world.instanceOf(id);
        world.pass(Duration.ofHours(1));
        world.shopper().deleteSession(id);
        world.until(id, SessionStatus.STOPPED, SOON);
        return instance;
    }

    private SessionId sessionOf(InstanceId instance) {
        return world.store.charged(new CostQuery(thisMonthAndTheNext(), null)).stream()
                .filter(id -> world.session(id).find(instance).isPresent())
                .findFirst()
                .orElseThrow();
    }

    private static Metrics measures(List<BigDecimal> shares, AtomicInteger warnings) {
        return (Metrics) Proxy.newProxyInstance(
                Metrics.class.getClassLoader(), new Class<?>[] {Metrics.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "billCompared" -> shares.add((BigDecimal) arguments[1]);
                        case "billDiffers" -> warnings.incrementAndGet();
                        default -> {}
                    }
                    return null;
                });
    }

    private BillComparison compared() {
        assertThat(outcome()).isInstanceOf(BillReconciliation.Compared.class);
        return ((BillReconciliation.Compared) outcome()).comparison();
    }

    private BillReconciliation outcome() {
        return world.shopper().reconcileBills(thisMonthAndTheNext()).get(0);
    }

    private CostPeriod thisMonthAndTheNext() {
        CostPeriod month = CostPeriod.month(CostPeriod.dayOf(world.clock.instant()));
        return new CostPeriod(month.first().minusMonths(1), month.last().plusMonths(1));
    }

    private List<LedgerEntry> books(SessionId session) {
        return world.store.books(List.of(session)).getOrDefault(session, List.of());
    }

    private Accrued booked(SessionId session) {
        return books(session).stream()
                .map(entry -> entry.line().within(Instant.EPOCH, world.clock.instant()))
                .reduce(Accrued.ZERO, Accrued::plus);
    }

    private List<LedgerCorrection> corrections(SessionId session) {
        return books(session).stream()
                .map(LedgerEntry::line)
                .filter(LedgerCorrection.class::isInstance)
                .map(LedgerCorrection.class::cast)
                .toList();
    }

    private Accrued billed(InstanceId instance) {
        return world.market
                .meter(instance)
                .compute()
                .plus(world.market.meter(instance).storage());
    }
}
