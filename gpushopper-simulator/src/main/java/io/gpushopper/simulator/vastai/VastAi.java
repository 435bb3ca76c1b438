package io.gpushopper.simulator.vastai;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.simulator.http.HttpAnswer;
import io.gpushopper.simulator.http.HttpCall;
import io.gpushopper.simulator.http.Json;
import io.gpushopper.simulator.machine.SimulatedMachine;
import io.gpushopper.simulator.market.Gate;
import io.gpushopper.simulator.market.ProviderName;
import io.gpushopper.simulator.market.SimulatedInstance;
import io.gpushopper.simulator.market.SimulatedProvider;
import io.gpushopper.simulator.market.World;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Vast.ai: its asks, its account, and the instances rented from it. Guarded by the world's lock. */
public final class VastAi implements SimulatedProvider {

    /** The one user. */
    static final int USER_ID = 52_417;

    private static final Duration CREDIT_CHECK = Duration.ofSeconds(1);
    private static final Duration DRIFT_CHECK = Duration.ofMinutes(1);
    private static final Duration SHORTEST_RENTAL = Duration.ofMinutes(5);
    private static final List<BigDecimal> PRICE_STEPS =
            Stream.of("0.95", "0.98", "1.02", "1.05").map(BigDecimal::new).toList();
    // An id of an instance has eight digits, as in the fixtures.
    private static final long FIRST_CONTRACT = 36_000_000L;

    private final World world;
    private final VastAiStock stock;
    private final VastAiRoutes routes;
    private final Map<Long, VastAiInstance> instances = new LinkedHashMap<>();
    // Ended ones, too: they stay on the bill.
    private final List<VastAiInstance> everRented = new ArrayList<>();
    private final AccountKeys accountKeys = new AccountKeys();
    private final VastAiVolumes volumes = new VastAiVolumes();
    private final InstanceLogs logs = new InstanceLogs();
    private Instant openedAt;
    private Random random;
    // Never starts again, not even with a new market: ids of instances are not used twice.
    private long nextContract = FIRST_CONTRACT;

    /**
     * Vast.ai without offers; {@link #restock} brings them.
     *
     * @param world what it shares with other providers
     * @param pause waits out delays
     */
    public VastAi(World world, Gate.Pause pause) {
        this.world = requireNonNull(world, "world");
        this.stock = new VastAiStock(0, 0, world.clock().now());
        this.openedAt = world.clock().now();
        this.random = new Random(0);
        this.routes = new VastAiRoutes(this, world, pause);
    }

    @Override
    public ProviderName name() {
        return ProviderName.VASTAI;
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
        everRented.clear();
        accountKeys.clear();
        volumes.clear(world.clock().now());
        logs.clear();
        openedAt = world.clock().now();
        random = new Random(seed);
        stock.replaceAll(seed, offers, world.clock().now());
        checkCredit();
        drift();
    }

    @Override
    public Optional<SimulatedInstance> rentOrphan(String tag) {
        return stock.cheapest().map(offer -> {
            VastAiInstance instance = rent(offer, CreateOrder.plain(tag));
            instance.launch();
            return instance.core();
        });
    }

    @Override
    public void lose(SimulatedInstance lost, Loss loss) {
        VastAiInstance instance = require(lost);
        switch (loss) {
            case GONE -> destroy(instance);
            case OFFLINE -> instance.loseHost();
            case STOPPED -> instance.loseProcess();
        }
    }

    @Override
    public void start(SimulatedInstance stopped) {
        require(stopped).start();
    }

    @Override
    public void occupy(SimulatedInstance stopped, Duration time) {
        require(stopped).occupy(time);
    }

    private VastAiInstance require(SimulatedInstance known) {
        return requireNonNull(instances.get(Long.parseLong(known.id())), known.id());
    }

    @Override
    public ObjectNode state() {
        return Json.object().put("offers", stock.all().size()).put("instances", instances.size());
    }

    List<PricedOffer> search(OfferQuery query) {
        return query.run(
                stock.shown(world.clock().age()),
                world.clock().now(),
                world.settings().searchCap());
    }

    /**
     * Rents an ask.
     *
     * @return the instance, which is stopped if its bid was too low
     * @throws Refused if the ask is gone, its disk too small, or the account empty
     */
    VastAiInstance create(long ask, CreateOrder order) {
        VastAiOffer offer = stock.find(ask).orElseThrow(() -> new Refused(VastAiAnswers.noSuchAsk(ask)));
        if (order.diskGb().compareTo(offer.host().diskGb()) > 0) {
            throw new Refused(VastAiAnswers.invalidCreate(ask, "disk is larger than disk_space"));
        }
        if (world.balance(name()).signum() <= 0) {
            throw new Refused(VastAiAnswers.NO_CREDIT);
        }
        BigDecimal bid = order.bid();
        boolean outbid = bid != null && bid.compareTo(offer.terms().minBid()) < 0;
        if (outbid && order.cancelUnavailable()) {
            throw new Refused(VastAiAnswers.askNoLongerAvailable(ask));
        }
        VastAiInstance instance = rent(offer, order);
        if (outbid) {
            instance.launchStopped();
        } else {
            instance.launch(world.fates().take(name()).orElse(null), () -> destroy(instance));
        }
        return instance;
    }

    /** An id that no instance has or will have. */
    long unusedContract() {
        return nextContract();
    }

    Optional<VastAiInstance> find(long id) {
        return Optional.ofNullable(instances.get(id));
    }

    List<ObjectNode> listed() {
        return instances.values().stream()
                .filter(VastAiInstance::isListed)
                .map(instance -> InstanceJson.write(instance, world.clock().now()))
                .toList();
    }

    /** Every instance since the last reset, ended ones included, in the order they were rented. */
    List<VastAiInstance> everRented() {
        return List.copyOf(everRented);
    }

    AccountKeys accountKeys() {
        return accountKeys;
    }

    VastAiVolumes volumes() {
        return volumes;
    }

    InstanceLogs logs() {
        return logs;
    }

    /** When the account began, with its deposit. */
    Instant openedAt() {
        return openedAt;
    }

    Collection<VastAiOffer> offers() {
        return stock.all();
    }

    Optional<VastAiOffer> findOffer(long id) {
        return stock.find(id);
    }

    void destroy(VastAiInstance instance) {
        world.end(instance.core());
        instances.remove(Long.parseLong(instance.core().id()));
        world.timeline()
                .plan(world.clock().age().plus(VastAiStock.RELISTING_LAG), () -> stock.relist(instance.offer()));
    }

    /** A secret that may start, stop or end one instance; nothing here accepts it for more. */
    String instanceKey() {
        StringBuilder key = new StringBuilder();
        while (key.length() < 64) {
            key.append(Integer.toHexString(random.nextInt(16)));
        }
        return key.toString();
    }

    private VastAiInstance rent(VastAiOffer offer, CreateOrder order) {
        take(offer);
        long id = nextContract();
        SimulatedMachine machine = world.machines().setUp(VastAiInstance.machine(String.valueOf(id), offer, order));
        SimulatedInstance core = world.rent(name(), String.valueOf(id), order.label(), machine);
        Duration longestLag = world.settings().profile().longestListLag();
        Duration lag = Duration.ofMillis(random.nextInt((int) longestLag.toMillis() + 1));
        VastAiInstance instance = new VastAiInstance(
                world, core, offer, order, world.clock().age().plus(lag));
        accountKeys.publicKeys().forEach(instance::attach);
        instances.put(id, instance);
        everRented.add(instance);
        return instance;
    }

    private long nextContract() {
        nextContract += 1 + random.nextInt(40);
        return nextContract;
    }

    /** Others rent what is offered and give it back, and prices move. */
    private void drift() {
        int changes = world.settings().drift().changes(stock.all().size());
        for (int i = 0; i < changes; i++) {
            stock.any(random).ifPresent(offer -> {
                if (random.nextBoolean()) {
                    stock.reprice(offer, PRICE_STEPS.get(random.nextInt(PRICE_STEPS.size())));
                } else {
                    take(offer);
                    Duration rental = SHORTEST_RENTAL.plusSeconds(random.nextInt(3_600));
                    world.timeline().plan(world.clock().age().plus(rental), () -> stock.relist(offer));
                }
            });
        }
        world.timeline().plan(world.clock().age().plus(DRIFT_CHECK), this::drift);
    }

    private void take(VastAiOffer offer) {
        Duration now = world.clock().age();
        stock.take(offer, now.plus(world.settings().drift().staleness()));
    }

    /** Without credit every instance is stopped; its disk bills on. Source: docs/PROVIDERS.md, Vast.ai: billing. */
    private void checkCredit() {
        volumes.settle(world.clock().now(), usd -> world.bill(name(), usd));
        if (!instances.isEmpty() && world.balance(name()).signum() <= 0) {
            instances.values().forEach(VastAiInstance::stop);
        }
        world.timeline().plan(world.clock().age().plus(CREDIT_CHECK), this::checkCredit);
    }
}
