package io.gpushopper.testkit;

import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.session.InstanceCondition;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.InstanceView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One instance of a {@link FakeMarket}. Guarded by its market. */
final class FakeRental {
    private final InstanceId id;
    private final String mark;
    private final FakeMachine machine;
    private final Instant createdAt;
    private final Instant shownFrom;
    private final Instant bootsAt;
    private final Rates rates;
    private boolean booted;
    private @Nullable Instant stoppedAt;
    private @Nullable Instant endedAt;

    FakeRental(
            InstanceId id,
            String mark,
            FakeMachine machine,
            Instant createdAt,
            Instant shownFrom,
            Instant bootsAt,
            Rates rates) {
        this.id = id;
        this.mark = mark;
        this.machine = machine;
        this.createdAt = createdAt;
        this.shownFrom = shownFrom;
        this.bootsAt = bootsAt;
        this.rates = rates;
    }

    InstanceId id() {
        return id;
    }

    /** When answers by id and listings begin to show it. */
    Instant shownFrom() {
        return shownFrom;
    }

    Rates rates() {
        return rates;
    }

    FakeMachine machine() {
        return machine;
    }

    boolean exists() {
        return endedAt == null;
    }

    void boot(Instant now) {
        if (!booted && exists() && stoppedAt == null && !now.isBefore(bootsAt)) {
            booted = true;
            machine.recover();
        }
    }

    void stop(Instant now) {
        stoppedAt = stoppedAt == null ? now : stoppedAt;
        machine.stop();
    }

    void end(Instant now) {
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
        return stoppedAt == null ? rates.total() : rates.storage();
    }

    InstanceView view() {
        InstanceCondition condition = stoppedAt != null
                ? InstanceCondition.STOPPED
                : booted ? InstanceCondition.RUNNING : InstanceCondition.STARTING;
        Rates burning =
                new Rates(condition == InstanceCondition.RUNNING ? rates.compute() : UsdPerHour.ZERO, rates.storage());
        return new InstanceView(
                id,
                mark,
                condition,
                booted ? List.of(machine.endpoint("root")) : List.of(),
                burning,
                createdAt,
                condition.name());
    }

    /** Storage from creation to the end; compute from the boot until it stops. */
    Usd billed(Instant now) {
        Instant end = endedAt == null ? now : endedAt;
        Instant halt = stoppedAt == null || stoppedAt.isAfter(end) ? end : stoppedAt;
        Usd storage = rates.storage().over(Duration.between(createdAt, end));
        boolean ran = halt.isAfter(bootsAt);
        return ran ? storage.plus(rates.compute().over(Duration.between(bootsAt, halt))) : storage;
    }
}
