package io.gpushopper.domain.session;

import static io.gpushopper.domain.session.Fixtures.ENDPOINT;
import static io.gpushopper.domain.session.Fixtures.PROVIDER;

import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What is true at the provider: which machines there are, and what each shows at which moment. */
final class ModelProvider {
    /** One machine; it bills from {@code createdAt} until {@code goneAt}. */
    static final class Machine {
        final InstanceId id;
        final Tag tag;
        final Instant createdAt;
        final Instant visibleAt;
        final Instant runsAt;
        InstanceCondition condition = InstanceCondition.STARTING;
        Rates rates;

        @Nullable
        Instant goneAt;

        Machine(InstanceId id, Tag tag, Instant createdAt, Instant visibleAt, Instant runsAt, Rates rates) {
            this.id = id;
            this.tag = tag;
            this.createdAt = createdAt;
            this.visibleAt = visibleAt;
            this.runsAt = runsAt;
            this.rates = rates;
        }

        boolean billsAt(Instant now) {
            return !createdAt.isAfter(now) && (goneAt == null || now.isBefore(goneAt));
        }

        boolean shownAt(Instant now) {
            return billsAt(now) && !visibleAt.isAfter(now);
        }

        boolean runsAt(Instant now) {
            return condition == InstanceCondition.STARTING && !now.isBefore(runsAt);
        }
    }

    private final RandomGenerator random;
    private final Map<InstanceId, Machine> machines = new LinkedHashMap<>();

    ModelProvider(RandomGenerator random) {
        this.random = random;
    }

    Machine create(Tag tag, Instant createdAt, Instant visibleAt) {
        InstanceId id = new InstanceId(PROVIDER, "m" + (machines.size() + 1));
        Instant runsAt = createdAt.plusSeconds(random.nextInt(5, 1_200));
        Machine machine = new Machine(id, tag, createdAt, visibleAt, runsAt, Fixtures.RATES);
        machines.put(id, machine);
        return machine;
    }

    Optional<Machine> find(InstanceId id) {
        return Optional.ofNullable(machines.get(id));
    }

    List<Machine> all() {
        return List.copyOf(machines.values());
    }

    List<Machine> billing(Instant now) {
        return machines.values().stream()
                .filter(machine -> machine.billsAt(now))
                .toList();
    }

    void end(InstanceId id, Instant at) {
        find(id).filter(machine -> machine.goneAt == null || machine.goneAt.isAfter(at))
                .ifPresent(machine -> machine.goneAt = at);
    }

    void stop(InstanceId id) {
        find(id).ifPresent(machine -> machine.condition = InstanceCondition.STOPPED);
    }

    /** Something happens to a machine that nobody asked for. */
    void misfortune(Instant now) {
        for (Machine machine : billing(now)) {
            switch (random.nextInt(12)) {
                case 0 -> end(machine.id, now);
                case 1 -> machine.condition = InstanceCondition.STOPPED;
                case 2 -> machine.condition = InstanceCondition.FAILED;
                case 3 -> machine.condition = InstanceCondition.UNREACHABLE;
                case 4, 5 -> machine.condition = InstanceCondition.STARTING;
                default ->
                    machine.rates = new Rates(UsdPerHour.of("0." + random.nextInt(1, 99)), machine.rates.storage());
            }
        }
    }

    InstanceView view(Machine machine, Instant now) {
        boolean runs = machine.runsAt(now);
        Rates burning = runs ? machine.rates : new Rates(UsdPerHour.ZERO, machine.rates.storage());
        return new InstanceView(
                machine.id,
                machine.tag.text(),
                runs ? InstanceCondition.RUNNING : machine.condition,
                runs ? List.of(ENDPOINT) : List.of(),
                random.nextInt(4) == 0 ? null : burning,
                random.nextInt(3) == 0 ? machine.createdAt.plus(Duration.ofMillis(random.nextInt(-900, 900))) : null,
                "");
    }

    /** All that is shown at that moment, ours and what is not. */
    List<InstanceView> list(Instant now) {
        List<InstanceView> views = new ArrayList<>();
        views.add(new InstanceView(
                new InstanceId(PROVIDER, "other"),
                "gpushop-prod2-abcdefghijklmnop-1-t0",
                InstanceCondition.RUNNING,
                List.of(),
                null,
                null,
                ""));
        machines.values().stream()
                .filter(machine -> machine.shownAt(now))
                .forEach(machine -> views.add(view(machine, now)));
        return views;
    }
}
