package io.gpushopper.simulator.vastai;

import io.gpushopper.simulator.machine.GpuCard;
import io.gpushopper.simulator.machine.MachineSettings;
import io.gpushopper.simulator.machine.SimulatedMachine;
import io.gpushopper.simulator.market.Fate;
import io.gpushopper.simulator.market.SimulatedInstance;
import io.gpushopper.simulator.market.TimingProfile;
import io.gpushopper.simulator.market.TimingProfile.BootPlan;
import io.gpushopper.simulator.market.World;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rented container and its states: null, created, loading, running, and exited once it is stopped. Every start plans
 * them on the instance's timeline. Guarded by the world's lock.
 */
final class VastAiInstance {

    static final String RUNNING = "running";
    static final String STOPPED = "stopped";
    private static final String LOGIN_USER = "root";
    private static final String LOADING = "4c7d45f7c63c: Download complete\n";
    private static final String CONTAINER_FAILED =
            "Error response from daemon: failed to create task for container: failed to create shim task: OCI runtime"
                    + " create failed: runc create failed: unable to start container process\n";
    private static final String PULL_FAILED =
            "Error response from daemon: manifest for image:tag not found: manifest unknown: manifest unknown\n";
    private static final String FALSE_ALARM = "#6 [3/6] RUN echo 'no error here' && pip install wheels\n";

    private final World world;
    private final SimulatedInstance core;
    private final VastAiOffer offer;
    private final CreateOrder order;
    private final Duration listedFrom;
    private final List<String> keys = new ArrayList<>();
    private final List<String> installedKeys = new ArrayList<>();
    private @Nullable String actualStatus;
    private @Nullable String statusMessage;
    private String intendedStatus = RUNNING;
    private String contractState = RUNNING;
    /** Until then somebody else has the GPUs of this instance while it is stopped. */
    private Duration occupiedUntil = Duration.ZERO;

    private @Nullable BigDecimal laterBid;
    private @Nullable Fate fate;
    private Runnable vanish = () -> {};
    private boolean bootIsOver;
    private boolean sshIsOpening;
    private boolean sshIsOpen;

    VastAiInstance(World world, SimulatedInstance core, VastAiOffer offer, CreateOrder order, Duration listedFrom) {
        this.world = world;
        this.core = core;
        this.offer = offer;
        this.order = order;
        this.listedFrom = listedFrom;
        core.meter().runAt(storagePerHour(), world.clock().now());
    }

    static MachineSettings machine(String id, VastAiOffer offer, CreateOrder order) {
        VastAiOffer.Gpus gpus = offer.gpus();
        GpuCard card = new GpuCard(gpus.model().smiName(), gpus.ramMib(), gpus.driverVersion());
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("CONTAINER_ID", id);
        environment.put("VAST_CONTAINERLABEL", "C." + id);
        environment.put("PUBLIC_IPADDR", "127.0.0.1");
        order.env().forEach((name, value) -> {
            if (!name.startsWith("-")) {
                environment.put(name, value);
            }
        });
        return new MachineSettings(
                "C." + id,
                Collections.nCopies(gpus.count(), card),
                List.of(LOGIN_USER),
                environment,
                true,
                InstanceJson.tcpPorts(order));
    }

    SimulatedInstance core() {
        return core;
    }

    VastAiOffer offer() {
        return offer;
    }

    CreateOrder order() {
        return order;
    }

    @Nullable
    String actualStatus() {
        return actualStatus;
    }

    @Nullable
    String statusMessage() {
        return statusMessage;
    }

    String intendedStatus() {
        return intendedStatus;
    }

    String contractState() {
        return contractState;
    }

    List<String> keys() {
        return List.copyOf(keys);
    }

    boolean isRunning() {
        return RUNNING.equals(actualStatus);
    }

    /** A new instance is missing from listings for a while, never from a look by id. */
    boolean isListed() {
        return world.clock().age().compareTo(listedFrom) >= 0;
    }

    BigDecimal storagePerHour() {
        return offer.storagePerHour(order.diskGb());
    }

    BigDecimal gpuPerHour() {
        BigDecimal bid = laterBid == null ? order.bid() : laterBid;
        return bid == null ? offer.terms().gpuPerHour() : bid;
    }

    /** Lets the container come up for the first time. */
    void launch() {
        launch(null, () -> {});
    }

    /**
     * Lets the container come up for the first time.
     *
     * @param bad what is to become of it; null if all goes well
     * @param vanishing takes it away
     */
    void launch(@Nullable Fate bad, Runnable vanishing) {
        fate = bad;
        vanish = vanishing;
        BootPlan plan = plan();
        if (isFated(Fate.Kind.NEVER_REPORTS)) {
            return;
        }
        String failed = isFated(Fate.Kind.CONTAINER_FAILS) ? CONTAINER_FAILED : null;
        after(plan.created(), () -> report("created", failed));
        if (failed != null) {
            return;
        }
        if (isFated(Fate.Kind.NEVER_RUNS) || isFated(Fate.Kind.PULL_FAILS)) {
            String message = isFated(Fate.Kind.PULL_FAILS) ? PULL_FAILED : LOADING;
            after(plan.loading(), () -> report("loading", message));
            return;
        }
        planRun(plan, Duration.ZERO);
    }

    boolean hasDirectPorts() {
        return offer.host().network().directPorts() > 0 && !isFated(Fate.Kind.NO_DIRECT_PORTS);
    }

    private boolean isFated(Fate.Kind kind) {
        return fate != null && fate.kind() == kind;
    }

    /** What happens to it once it has run for a while. */
    private void planFate() {
        if (fate == null) {
            return;
        }
        Duration after = fate.after();
        switch (fate.kind()) {
            case EXITS -> after(after, this::exit);
            case GOES_OFFLINE -> after(after, this::loseHost);
            case GOES_SILENT -> after(after, () -> report("unknown", statusMessage));
            case OUTBID -> after(after, this::loseProcess);
            case VANISHES -> after(after, () -> vanish.run());
            case NEVER_REPORTS,
                    NEVER_RUNS,
                    CONTAINER_FAILS,
                    PULL_FAILS,
                    FALSE_ALARM,
                    NO_DIRECT_PORTS,
                    STOPS,
                    RECLAIMED,
                    NO_ADDRESS,
                    NO_FORWARDS,
                    NO_DRIVER,
                    NO_KEYS -> {}
        }
    }

    /** The container ended, which its contract does not know of. */
    private void exit() {
        halt();
        contractState = RUNNING;
        report("exited", null);
    }

    /** What is left of a bid that was too low: a stopped instance whose disk bills. */
    void launchStopped() {
        intendedStatus = STOPPED;
        contractState = STOPPED;
        report("created", null);
    }

    void attach(String publicKey) {
        if (!keys.contains(publicKey)) {
            keys.add(publicKey);
            if (isRunning() || bootIsOver) {
                installLater(publicKey);
            }
        }
    }

    void remove(String publicKey) {
        keys.remove(publicKey);
        if (installedKeys.remove(publicKey)) {
            core.machine().revoke(LOGIN_USER, publicKey);
        }
    }

    /** Offers another price from now on. */
    void bid(BigDecimal usdPerHour) {
        laterBid = usdPerHour;
        if (isRunning()) {
            core.meter().runAt(gpuPerHour().add(storagePerHour()), world.clock().now());
        }
    }

    /** The container goes down and comes up again on the same GPUs, which it keeps, and is charged for, meanwhile. */
    void reboot() {
        if (contractState.equals(RUNNING) && intendedStatus.equals(RUNNING)) {
            BigDecimal rate = isRunning() ? gpuPerHour().add(storagePerHour()) : storagePerHour();
            halt();
            report("exited", null);
            comeUp();
            core.meter().runAt(rate, world.clock().now());
        }
    }

    void stop() {
        if (intendedStatus.equals(STOPPED)) {
            return;
        }
        intendedStatus = STOPPED;
        boolean onlyWaits = contractState.equals(STOPPED);
        if (onlyWaits) {
            core.timeline().clear();
        } else {
            halt();
        }
        after(world.settings().profile().powerLag(), () -> report("exited", null));
    }

    /** Somebody else takes the GPUs of the stopped instance for so long. */
    void occupy(Duration time) {
        occupiedUntil = world.clock().age().plus(time);
    }

    /**
     * Starts it, or lets it wait until its GPUs are free again; then it starts, and bills, by itself.
     *
     * @return whether it starts at once
     */
    boolean start() {
        boolean free = world.clock().age().compareTo(occupiedUntil) >= 0;
        if (intendedStatus.equals(RUNNING)) {
            return free;
        }
        intendedStatus = RUNNING;
        if (free) {
            comeUp();
        } else {
            core.timeline().plan(occupiedUntil, this::comeUp);
        }
        return free;
    }

    /** A start shows only after a while: until then the container still counts as exited. */
    private void comeUp() {
        fate = null;
        contractState = RUNNING;
        core.moveTo(world.machines().setUp(machine(core.id(), offer, order)));
        core.timeline().clear();
        planRun(plan(), world.settings().profile().powerLag());
    }

    /** The container ended by itself or was halted by the host. */
    void loseProcess() {
        halt();
        intendedStatus = STOPPED;
        report("exited", null);
    }

    /** The host is out of reach, which costs nothing. */
    void loseHost() {
        halt();
        contractState = RUNNING;
        core.meter().runAt(BigDecimal.ZERO, world.clock().now());
        report("offline", statusMessage);
    }

    private void halt() {
        contractState = STOPPED;
        core.timeline().clear();
        core.meter().runAt(storagePerHour(), world.clock().now());
        world.machines().scrap(core.machine());
        installedKeys.clear();
        bootIsOver = false;
        sshIsOpening = false;
        sshIsOpen = false;
    }

    private BootPlan plan() {
        return world.settings().profile().vastAi(world.settings().boot());
    }

    private void planRun(BootPlan plan, Duration delay) {
        String message = isFated(Fate.Kind.FALSE_ALARM) ? FALSE_ALARM : LOADING;
        after(plan.loading().plus(delay), () -> report("loading", message));
        after(plan.running().plus(delay), this::run);
        if (order.hasSsh()) {
            after(plan.ssh().plus(delay), this::finishBoot);
        } else {
            after(plan.ssh().plus(delay), this::serve);
        }
    }

    private void run() {
        report(RUNNING, "success, running " + order.image().replace(':', '_') + (order.hasSsh() ? "/ssh" : ""));
        core.meter().runAt(gpuPerHour().add(storagePerHour()), world.clock().now());
        List.copyOf(keys).forEach(this::installLater);
        planFate();
    }

    /** Its program has loaded what it serves. */
    private void serve() {
        core.machine().serve(ServedImage.pages(order));
    }

    private void installLater(String publicKey) {
        Duration lag = world.settings().profile().keyLag();
        if (lag.isZero()) {
            install(publicKey);
        } else {
            after(lag, () -> install(publicKey));
        }
    }

    private void install(String publicKey) {
        if (isFated(Fate.Kind.NO_KEYS)) {
            return;
        }
        if (!installedKeys.contains(publicKey)) {
            installedKeys.add(publicKey);
            core.machine().authorise(LOGIN_USER, publicKey);
        }
        if (sshIsOpen) {
            core.acceptsSsh(world.clock().now());
        }
        openWhenReady();
    }

    private void finishBoot() {
        bootIsOver = true;
        openWhenReady();
    }

    /** In the demo the port stays shut until a key is there; a real container's SSH server doesn't wait for one. */
    private void openWhenReady() {
        boolean waitsForKey = world.settings().profile() == TimingProfile.DEMO && installedKeys.isEmpty();
        if (!bootIsOver || sshIsOpening || waitsForKey) {
            return;
        }
        sshIsOpening = true;
        SimulatedMachine machine = core.machine();
        Runnable script = order.onstart().isBlank() ? () -> {} : () -> machine.run(order.onstart());
        world.machines().boot(machine, script, () -> world.update(() -> open(machine)));
    }

    private void open(SimulatedMachine machine) {
        if (!core.isThere() || !core.machine().equals(machine) || !sshIsOpening) {
            return;
        }
        machine.open();
        sshIsOpen = true;
        if (!installedKeys.isEmpty()) {
            core.acceptsSsh(world.clock().now());
        }
    }

    private void report(String status, @Nullable String message) {
        actualStatus = status;
        statusMessage = message;
    }

    private void after(Duration delay, Runnable happening) {
        core.timeline().plan(world.clock().age().plus(delay), happening);
    }
}
