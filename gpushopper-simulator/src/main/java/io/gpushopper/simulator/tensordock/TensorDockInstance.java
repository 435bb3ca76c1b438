package io.gpushopper.simulator.tensordock;

import io.gpushopper.simulator.machine.GpuCard;
import io.gpushopper.simulator.machine.MachineSettings;
import io.gpushopper.simulator.machine.SimulatedMachine;
import io.gpushopper.simulator.market.Fate;
import io.gpushopper.simulator.market.SimulatedInstance;
import io.gpushopper.simulator.market.TimingProfile.BootPlan;
import io.gpushopper.simulator.market.World;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rented virtual machine. It says {@code running} from the first answer, long before it has an address or an SSH
 * server, and bills its full rate in every state until it is gone. Guarded by the world's lock.
 */
final class TensorDockInstance {

    static final String RUNNING = "running";
    static final String STOPPED = "stopped";
    static final String RECLAIMED = "stoppeddisassociated";
    private static final String DELETING = "deleting";
    private static final int SSH_PORT = 22;
    private static final String DRIVER = "550.127.05";
    // Seen live: the rate comes back with noise (docs/PROVIDERS.md, TensorDock: instances).
    private static final BigDecimal NOISE = new BigDecimal("0.999998");

    private final World world;
    private final SimulatedInstance core;
    private final StockRow row;
    private final InstanceOrder order;
    private final BigDecimal rateHourly;
    private final @Nullable Fate fate;
    private String status = RUNNING;
    private boolean hasAddress;

    TensorDockInstance(World world, SimulatedInstance core, StockRow row, InstanceOrder order, @Nullable Fate fate) {
        this.fate = fate;
        this.world = world;
        this.core = core;
        this.row = row;
        this.order = order;
        this.rateHourly = row.perHour(order.shape()).multiply(NOISE).setScale(6, RoundingMode.HALF_UP);
        core.meter().runAt(rateHourly, world.clock().now());
    }

    static MachineSettings machine(String id, StockRow row, InstanceOrder order, @Nullable Fate fate) {
        GpuCard card = new GpuCard(row.gpu().smiName(), row.gpu().memoryMib(), DRIVER);
        return new MachineSettings(
                "td-" + id.substring(0, 8),
                Collections.nCopies(order.shape().gpuCount(), card),
                List.of("user", "root"),
                Map.of(),
                order.hasNvidiaDriver() && !isFated(fate, Fate.Kind.NO_DRIVER),
                order.forwards().stream()
                        .map(InstanceOrder.Forward::internal)
                        .filter(internal -> internal != SSH_PORT)
                        .toList());
    }

    SimulatedInstance core() {
        return core;
    }

    StockRow row() {
        return row;
    }

    InstanceOrder order() {
        return order;
    }

    String status() {
        return status;
    }

    BigDecimal rateHourly() {
        return rateHourly;
    }

    boolean hasAddress() {
        return hasAddress;
    }

    void boot() {
        BootPlan plan = world.settings().profile().tensorDock(world.settings().boot());
        if (!isFated(fate, Fate.Kind.NO_ADDRESS)) {
            after(plan.running(), () -> hasAddress = true);
        }
        if (!order.isWindows()) {
            after(plan.ssh(), this::openSsh);
        }
    }

    /** What happens to it after a while, whatever its state. */
    void planFate(Runnable vanish) {
        if (fate == null) {
            return;
        }
        if (fate.kind() == Fate.Kind.STOPS) {
            after(fate.after(), () -> lose(STOPPED));
        } else if (fate.kind() == Fate.Kind.RECLAIMED) {
            after(fate.after(), () -> lose(RECLAIMED));
        } else if (fate.kind() == Fate.Kind.VANISHES) {
            after(fate.after(), vanish);
        }
    }

    /** Whether the ports that were asked for lead anywhere. */
    boolean forwardsPorts() {
        return !isFated(fate, Fate.Kind.NO_FORWARDS);
    }

    private static boolean isFated(@Nullable Fate fate, Fate.Kind kind) {
        return fate != null && fate.kind() == kind;
    }

    void stop() {
        halt("stopping");
        after(powerLag(), () -> status = STOPPED);
    }

    void start() {
        status = "starting";
        core.timeline().clear();
        core.moveTo(world.machines().setUp(machine(core.id(), row, order, fate)));
        after(powerLag(), () -> {
            status = RUNNING;
            boot();
        });
    }

    /** Stopped without anyone asking. */
    void lose(String remainingStatus) {
        halt(remainingStatus);
    }

    /** Deleting takes a while, and bills. */
    void delete(Runnable gone) {
        if (status.equals(DELETING)) {
            return;
        }
        halt(DELETING);
        after(powerLag(), gone);
    }

    private void halt(String newStatus) {
        status = newStatus;
        core.timeline().clear();
        world.machines().scrap(core.machine());
    }

    private void openSsh() {
        SimulatedMachine machine = core.machine();
        if (isFated(fate, Fate.Kind.NO_KEYS)) {
            world.machines().boot(machine, () -> {}, () -> world.update(() -> openWithoutKeys(machine)));
            return;
        }
        CloudInit cloudInit = new CloudInit(order, machine);
        world.machines().boot(machine, cloudInit::run, () -> world.update(() -> open(machine)));
    }

    private void open(SimulatedMachine machine) {
        if (core.isThere() && status.equals(RUNNING) && core.machine().equals(machine)) {
            machine.open();
            core.acceptsSsh(world.clock().now());
        }
    }

    private void openWithoutKeys(SimulatedMachine machine) {
        if (core.isThere() && status.equals(RUNNING) && core.machine().equals(machine)) {
            machine.open();
        }
    }

    private Duration powerLag() {
        return world.settings().profile().powerLag();
    }

    private void after(Duration delay, Runnable happening) {
        core.timeline().plan(world.clock().age().plus(delay), happening);
    }
}
