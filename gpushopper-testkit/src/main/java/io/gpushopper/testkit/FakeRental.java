package io.gpushopper.testkit;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.ledger.InstanceBill;
import io.gpushopper.domain.session.InstanceCondition;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.InstanceView;
import io.gpushopper.domain.session.OpenPorts;
import io.gpushopper.domain.session.ProbeStage;
import io.gpushopper.domain.session.Setup;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One instance of a {@link FakeMarket}. Guarded by its market. */
final class FakeRental {
    private final InstanceId id;
    private final String mark;
    private FakeMachine machine;
    private @Nullable BigDecimal gpuPercent;
    private final Setup setup;
    private final Instant createdAt;
    private final Instant shownFrom;
    private final Instant bootsAt;
    private final NavigableMap<Instant, Rates> prices = new TreeMap<>();
    /** When it was stopped and when it was started again. */
    private final NavigableMap<Instant, Instant> pauses = new TreeMap<>();

    private boolean booted;
    private boolean lost;
    private boolean hidden;
    private @Nullable Instant endsAt;
    private @Nullable Instant stoppedAt;
    private @Nullable Instant endedAt;

    FakeRental(
            InstanceId id,
            String mark,
            FakeMachine machine,
            Setup setup,
            Instant createdAt,
            Instant shownFrom,
            Instant bootsAt,
            Rates rates) {
        this.id = id;
        this.mark = mark;
        this.machine = machine;
        this.setup = setup;
        this.createdAt = createdAt;
        this.shownFrom = shownFrom;
        this.bootsAt = bootsAt;
        prices.put(createdAt, rates);
    }

    InstanceId id() {
        return id;
    }

    /** When answers by id and listings begin to show it. */
    Instant shownFrom() {
        return shownFrom;
    }

    /** What it is charged now. */
    Rates rates() {
        return prices.lastEntry().getValue();
    }

    FakeMachine machine() {
        return machine;
    }

    boolean exists() {
        return endedAt == null;
    }

    /** Whether it was there at that moment, and shown. */
    boolean wasShown(Instant then) {
        return !then.isBefore(shownFrom) && (endedAt == null || endedAt.isAfter(then));
    }

    /** It is another machine from now on, with the same keys, and up if it was. */
    void move(FakeMachine to) {
        to.takeOver(machine);
        machine.stop();
        machine = to;
    }

    void hideAddress() {
        hidden = !hidden;
    }

    /** What was to happen by then happens. */
    void pass(Instant now) {
        if (endsAt != null && exists() && !now.isBefore(endsAt)) {
            end(endsAt);
        }
        boot(now);
    }

    private void boot(Instant now) {
        if (!booted && exists() && stoppedAt == null && !now.isBefore(bootsAt)) {
            booted = true;
            machine.recover();
        }
    }

    void stop(Instant now) {
        stoppedAt = stoppedAt == null ? now : stoppedAt;
        machine.stop();
    }

    void start(Instant now) {
        if (stoppedAt == null || !exists()) {
            return;
        }
        pauses.put(stoppedAt, now);
        stoppedAt = null;
        if (booted) {
            machine.recover();
        }
    }

    void reprice(Rates rates, Instant now) {
        prices.put(now, rates);
    }

    void lose(Instant now) {
        lost = lost || exists();
        if (exists()) {
            end(now);
        }
    }

    /** It ends then, unless it was to end before. */
    void endAt(Instant moment) {
        endsAt = endsAt == null || moment.isBefore(endsAt) ? moment : endsAt;
    }

    private void end(Instant now) {
        endedAt = now;
        machine.stop();
    }

    Rental truth() {
        return new Rental(id, mark, exists());
    }

    /** What it bills an hour now; nothing once it is gone. */
    UsdPerHour burning() {
        if (!exists()) {
            return UsdPerHour.ZERO;
        }
        return stoppedAt == null ? rates().total() : rates().storage();
    }

    void showGpus(int percent) {
        gpuPercent = BigDecimal.valueOf(percent);
    }

    InstanceView view() {
        InstanceCondition condition = stoppedAt != null
                ? InstanceCondition.STOPPED
                : booted ? InstanceCondition.RUNNING : InstanceCondition.STARTING;
        Rates burning = new Rates(
                condition == InstanceCondition.RUNNING ? rates().compute() : UsdPerHour.ZERO, rates().storage());
        return new InstanceView(
                id,
                mark,
                condition,
                booted && !hidden && setup.hasLogin() ? List.of(machine.endpoint("root")) : List.of(),
                booted && !hidden ? openPorts() : OpenPorts.NONE,
                burning,
                createdAt,
                gpuPercent,
                condition.name());
    }

    /** Whether what was launched serves at that address, given that it had to boot by that moment. */
    boolean servesAt(String address, Instant upSince) {
        boolean up = exists() && booted && !bootsAt.isAfter(upSince) && !machine.failsAt(ProbeStage.CONNECT);
        return up && setup.serviceAddress(openPorts()).filter(address::equals).isPresent();
    }

    /** Each at the port 10,000 further on. */
    private OpenPorts openPorts() {
        String host = machine.endpoint("root").host();
        return new OpenPorts(
                setup.ports().stream()
                        .map(inside -> new OpenPorts.PublicPort(inside, host, (inside + 10_000) % 65_536))
                        .toList(),
                null);
    }

    Usd billed(Instant now) {
        RentalMeter meter = meter(now);
        return meter.compute().plus(meter.storage()).usd();
    }

    /** Storage from creation to the end; compute from the boot until it stops, and while it runs again. */
    RentalMeter meter(Instant now) {
        Instant end = endedAt == null ? now : endedAt;
        Instant halt = stoppedAt == null || stoppedAt.isAfter(end) ? end : stoppedAt;
        boolean ran = halt.isAfter(bootsAt);
        int changes = prices.size() - 1 + (ran ? 1 : 0) + (stoppedAt != null || lost ? 1 : 0) + 2 * pauses.size();
        return new RentalMeter(
                id,
                createdAt,
                endedAt,
                lost,
                ran ? compute(bootsAt, halt) : Accrued.ZERO,
                sum(ChargeKind.STORAGE, createdAt, end),
                new Rates(dearest(ChargeKind.COMPUTE), dearest(ChargeKind.STORAGE)),
                changes);
    }

    /** Whether it was there at any time of these days. */
    boolean isWithin(CostPeriod period) {
        return createdAt.isBefore(period.end()) && (endedAt == null || endedAt.isAfter(period.begin()));
    }

    /** What of its bill lies within the days, without rounding. */
    InstanceBill bill(CostPeriod period, Instant now) {
        Instant end = earlier(earlier(endedAt == null ? now : endedAt, now), period.end());
        Instant halt = stoppedAt == null ? end : earlier(stoppedAt, end);
        Accrued compute = compute(later(bootsAt, period.begin()), halt);
        Accrued storage = sum(ChargeKind.STORAGE, later(createdAt, period.begin()), end);
        return new InstanceBill(
                id,
                mark,
                compute.plus(storage),
                Map.of(ChargeKind.COMPUTE, compute, ChargeKind.STORAGE, storage),
                Accrued.ZERO);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private Accrued compute(Instant from, Instant to) {
        Accrued sum = Accrued.ZERO;
        Instant begin = from;
        for (Map.Entry<Instant, Instant> pause : pauses.entrySet()) {
            sum = sum.plus(sum(ChargeKind.COMPUTE, begin, earlier(pause.getKey(), to)));
            begin = later(begin, pause.getValue());
        }
        return sum.plus(sum(ChargeKind.COMPUTE, begin, to));
    }

    private Accrued sum(ChargeKind kind, Instant from, Instant to) {
        Accrued sum = Accrued.ZERO;
        for (Map.Entry<Instant, Rates> price : prices.entrySet()) {
            Instant next = prices.higherKey(price.getKey());
            Instant begin = price.getKey().isBefore(from) ? from : price.getKey();
            Instant end = next == null || next.isAfter(to) ? to : next;
            sum = sum.plus(Accrued.over(price.getValue().of(kind), begin, end));
        }
        return sum;
    }

    private UsdPerHour dearest(ChargeKind kind) {
        return prices.values().stream()
                .map(rates -> rates.of(kind))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
