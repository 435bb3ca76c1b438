package io.gpushopper.simulator.tensordock;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.simulator.http.HttpAnswer;
import io.gpushopper.simulator.http.HttpCall;
import io.gpushopper.simulator.http.Json;
import io.gpushopper.simulator.machine.SimulatedMachine;
import io.gpushopper.simulator.market.Fate;
import io.gpushopper.simulator.market.Gate;
import io.gpushopper.simulator.market.ProviderName;
import io.gpushopper.simulator.market.SimulatedInstance;
import io.gpushopper.simulator.market.SimulatedProvider;
import io.gpushopper.simulator.market.World;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** TensorDock: its stock, its account, and the instances rented from it. Guarded by the world's lock. */
public final class TensorDock implements SimulatedProvider {

    private static final Duration BALANCE_CHECK = Duration.ofSeconds(1);
    // Market time until the cards of an ended instance are free again.
    private static final Duration RELISTING_LAG = Duration.ofSeconds(30);

    private static final Duration DRIFT_CHECK = Duration.ofMinutes(1);
    private static final Duration SHORTEST_RENTAL = Duration.ofMinutes(5);
    private static final BigDecimal CHEAPER = new BigDecimal("0.98");
    private static final BigDecimal DEARER = new BigDecimal("1.02");
    private static final long FIRST_ID = 0x7E45;

    private final World world;
    private final TensorDockRoutes routes;
    private final Map<String, TensorDockInstance> instances = new LinkedHashMap<>();
    // Never starts again, not even with a new market: ids of instances are not used twice.
    private final RandomIds instanceIds = new RandomIds(new Random(FIRST_ID));
    private final Secrets secrets = new Secrets();
    private List<StockRow> stock = List.of();
    private Random random = new Random(0);
    private Duration listedAt = Duration.ZERO;

    /**
     * TensorDock without stock; {@link #restock} brings it.
     *
     * @param world what it shares with other providers
     * @param pause waits out delays
     */
    public TensorDock(World world, Gate.Pause pause) {
        this.world = requireNonNull(world, "world");
        this.routes = new TensorDockRoutes(this, world, pause);
    }

    @Override
    public ProviderName name() {
        return ProviderName.TENSORDOCK;
    }

    @Override
    public HttpAnswer answer(HttpCall call) {
        return routes.answer(call);
    }

    @Override
    public List<String> endpoints() {
        return routes.names();
    }

    @Override
    public void restock(long seed, int offers) {
        instances.clear();
        secrets.clear();
        stock = new StockGenerator(seed).rows(offers);
        random = new Random(seed);
        listedAt = world.clock().age();
        checkBalance();
        drift();
    }

    @Override
    public Optional<SimulatedInstance> rentOrphan(String tag) {
        return stock.stream()
                .filter(row -> row.free() > 0)
                .min(Comparator.comparing(StockRow::gpuPerHour))
                .map(row -> rent(row, InstanceOrder.plain(tag, row)).core());
    }

    @Override
    public void lose(SimulatedInstance lost, Loss loss) {
        TensorDockInstance instance = requireNonNull(instances.get(lost.id()), lost.id());
        switch (loss) {
            case GONE -> end(instance);
            case OFFLINE -> instance.lose(TensorDockInstance.RECLAIMED);
            case STOPPED -> instance.lose(TensorDockInstance.STOPPED);
        }
    }

    @Override
    public void start(SimulatedInstance stopped) {
        requireNonNull(instances.get(stopped.id()), stopped.id()).start();
    }

    @Override
    public void occupy(SimulatedInstance stopped, Duration time) {
        throw new IllegalArgumentException("a stopped machine of TensorDock keeps its GPUs");
    }

    @Override
    public ObjectNode state() {
        int cards = stock.stream().mapToInt(StockRow::free).sum();
        long rows = stock.stream().filter(row -> row.free() > 0).count();
        return Json.object().put("offers", rows).put("gpus", cards).put("instances", instances.size());
    }

    List<StockRow> stock() {
        return stock;
    }

    Secrets secrets() {
        return secrets;
    }

    /** The same, as it is shown: as it was when it was last counted. */
    List<StockRow> shownStock() {
        Duration age = world.clock().age();
        if (age.minus(world.settings().drift().staleness()).compareTo(listedAt) >= 0) {
            stock.forEach(StockRow::list);
            listedAt = age;
        }
        return stock;
    }

    /** Others rent cards for a while, and prices move. */
    private void drift() {
        int changes = stock.isEmpty() ? 0 : world.settings().drift().changes(stock.size());
        for (int i = 0; i < changes; i++) {
            StockRow row = stock.get(random.nextInt(stock.size()));
            if (random.nextBoolean() || row.free() == 0) {
                row.reprice(random.nextBoolean() ? CHEAPER : DEARER);
            } else {
                row.take(1);
                Duration rental = SHORTEST_RENTAL.plusSeconds(random.nextInt(3_600));
                world.timeline().plan(world.clock().age().plus(rental), () -> row.giveBack(1));
            }
        }
        world.timeline().plan(world.clock().age().plus(DRIFT_CHECK), this::drift);
    }

    List<TensorDockInstance> instances() {
        return List.copyOf(instances.values());
    }

    Optional<TensorDockInstance> find(String id) {
        return Optional.ofNullable(instances.get(id));
    }

    BigDecimal balance() {
        return world.balance(name());
    }

    BigDecimal hourlyCost() {
        return instances.values().stream().map(TensorDockInstance::rateHourly).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Cards of the model asked for, at the place asked for, that are free and fit. */
    Optional<StockRow> findStock(InstanceOrder order) {
        return stock.stream()
                .filter(row -> order.placement().equals(row.location().id())
                        || order.placement().equals(row.hostnodeId()))
                .filter(row -> row.gpu().v0Name().equals(order.shape().gpu()))
                .filter(row -> row.fits(order.shape()))
                .findFirst();
    }

    TensorDockInstance rent(StockRow row, InstanceOrder order) {
        String id = unusedId();
        Fate fate = world.fates().take(name()).orElse(null);
        SimulatedMachine machine = world.machines().setUp(TensorDockInstance.machine(id, row, order, fate));
        SimulatedInstance core = world.rent(name(), id, order.name(), machine);
        row.take(order.shape().gpuCount());
        TensorDockInstance instance = new TensorDockInstance(world, core, row, order, fate);
        instances.put(id, instance);
        instance.boot();
        instance.planFate(() -> end(instance));
        return instance;
    }

    String unusedId() {
        return instanceIds.next();
    }

    void delete(TensorDockInstance instance) {
        instance.delete(() -> end(instance));
    }

    private void end(TensorDockInstance instance) {
        world.end(instance.core());
        instances.remove(instance.core().id());
        int cards = instance.order().shape().gpuCount();
        world.timeline()
                .plan(
                        world.clock().age().plus(RELISTING_LAG),
                        () -> instance.row().giveBack(cards));
    }

    /** Without money every instance is stopped. Source: docs/PROVIDERS.md, TensorDock: billing. */
    private void checkBalance() {
        if (!instances.isEmpty() && balance().signum() <= 0) {
            instances.values().stream()
                    .filter(instance -> instance.status().equals(TensorDockInstance.RUNNING))
                    .forEach(TensorDockInstance::stop);
        }
        world.timeline().plan(world.clock().age().plus(BALANCE_CHECK), this::checkBalance);
    }
}
