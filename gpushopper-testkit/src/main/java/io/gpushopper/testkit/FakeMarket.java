package io.gpushopper.testkit;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.deployment.Volume;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferedGpus;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.ProbeOutcome;
import io.gpushopper.domain.session.ProbeStage;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.ports.EndpointProbe;
import io.gpushopper.ports.LaunchRequest;
import io.gpushopper.ports.ProbeRequest;
import io.gpushopper.ports.ProviderBill;
import io.gpushopper.ports.ReadingOutcome;
import io.gpushopper.ports.ReadingRequest;
import io.gpushopper.ports.SshProbe;
import io.gpushopper.ports.TemplateSetup;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A marketplace in memory that goes by an injected clock: what {@link FakeProvider} sells, with the ground truth for the tester.
 * Its machines are those of a {@link FakeSshProbe} and let the given keys in once they have booted. Deterministic, thread-safe.
 */
public final class FakeMarket implements MarketControl {
    /** How long after it was accepted a slow destroy takes effect. */
    public static final Duration SLOW = Duration.ofMinutes(5);
    /** How much later than the first the second instance of one purchase is shown. */
    public static final Duration SECOND_SHOWN = Duration.ofSeconds(40);
    /** When an instance is shown whose purchase was refused. */
    public static final Duration REFUSED_SHOWN = Duration.ofMinutes(9);
    /** How old a stale listing is at most. */
    public static final Duration STALE = Duration.ofSeconds(60);

    /** What every offer of the market is charged. */
    public static final Rates RATES = new Rates(UsdPerHour.of("0.40"), UsdPerHour.of("0.012"));

    private final ProviderId provider;
    private final InstantSource clock;
    private final FakeSshProbe ssh = new FakeSshProbe();
    private final Map<String, Offer> offers = new TreeMap<>();
    private final Map<String, FakeRental> rentals = new TreeMap<>();
    private boolean refusesDestroys;
    private final Map<MarketOperation, Deque<MarketFault>> faults = new EnumMap<>(MarketOperation.class);
    private final Map<MarketLie, Instant> lies = new EnumMap<>(MarketLie.class);
    private final List<Consumer<LaunchRequest>> purchaseWitnesses = new ArrayList<>();
    private final List<Consumer<InstanceId>> destroyWitnesses = new ArrayList<>();
    private final List<Consumer<InstanceId>> stopWitnesses = new ArrayList<>();
    private final List<TemplateSetup> templates = new ArrayList<>();
    private Duration boot = Duration.ofSeconds(5);
    private Duration load = Duration.ZERO;
    private Duration lag = Duration.ZERO;
    private Rates charged = RATES;
    private final List<Volume> volumes = new ArrayList<>();
    private boolean isBillTold = true;
    private Usd balance = new Usd(new BigDecimal(10_000));
    private int idleStops;
    private int made;

    /** A market with so many offers, numbered from 1. */
    public FakeMarket(ProviderId provider, InstantSource clock, int offers) {
        this.provider = requireNonNull(provider, "provider");
        this.clock = requireNonNull(clock, "clock");
        for (int i = 1; i <= offers; i++) {
            stock(Integer.toString(i));
        }
    }

    /** From now on a new instance takes so long to boot. */
    public synchronized void bootIn(Duration time) {
        boot = requireNonNull(time, "time");
    }

    /** From now on what is launched serves so long after its instance has booted. */
    public synchronized void serveAfter(Duration time) {
        load = requireNonNull(time, "time");
    }

    /** From now on a new instance is shown so long after it was made, by id and in listings. */
    public synchronized void showAfter(Duration time) {
        lag = requireNonNull(time, "time");
    }

    /** From now on a new instance is charged so, whatever its offer said. */
    public synchronized void charge(Rates rates) {
        charged = requireNonNull(rates, "rates");
    }

    /** From now on it knows one more template. */
    public synchronized void keep(TemplateSetup template) {
        templates.add(requireNonNull(template, "template"));
    }

    /** What it knows, recommended or not. */
    synchronized List<TemplateSetup> templates() {
        return List.copyOf(templates);
    }

    /** Called with each purchase that reaches the provider, before it has any effect. */
    public synchronized void onPurchase(Consumer<LaunchRequest> witness) {
        purchaseWitnesses.add(requireNonNull(witness, "witness"));
    }

    /** Called with each destroy that reaches the provider, before it has any effect. */
    public synchronized void onDestroy(Consumer<InstanceId> witness) {
        destroyWitnesses.add(requireNonNull(witness, "witness"));
    }

    /** For so long, from now on, it doesn't tell the truth about that; until it is healed at most. */
    public synchronized void lie(MarketLie lie, Duration time) {
        lies.put(requireNonNull(lie, "lie"), clock.instant().plus(time));
    }

    /** From now on the key may read and buy, and end nothing; or everything again. */
    public synchronized void refuseDestroys(boolean refuses) {
        refusesDestroys = refuses;
    }

    synchronized boolean refusesDestroys() {
        return refusesDestroys;
    }

    /** Whether it lies so now. */
    public synchronized boolean isLying(MarketLie lie) {
        Instant until = lies.get(lie);
        return until != null && clock.instant().isBefore(until);
    }

    /** Whether nothing is to go wrong with the operation. */
    public synchronized boolean isWell(MarketOperation operation) {
        Deque<MarketFault> queue = faults.get(operation);
        return queue == null || queue.isEmpty();
    }

    /** Whether answers by id and listings show the instance by now. */
    public synchronized boolean isShown(InstanceId id) {
        return isShown(requireNonNull(rentals.get(id.value()), "no such instance"));
    }

    /** The instance is to be reached at another address from now on. */
    public synchronized void move(InstanceId id) {
        made++;
        requireNonNull(rentals.get(id.value()), "no such instance").move(boot());
    }

    /** The provider tells no address of the instance from now on, or does again. */
    public synchronized void hideAddress(InstanceId id) {
        requireNonNull(rentals.get(id.value()), "no such instance").hideAddress();
    }

    /** From now on there is such storage beside the instances. */
    public synchronized void keep(Volume volume) {
        volumes.add(requireNonNull(volume, "volume"));
    }

    /** Somebody deletes all storage beside the instances. */
    public synchronized void dropVolumes() {
        volumes.clear();
    }

    synchronized List<Volume> volumes() {
        return List.copyOf(volumes);
    }

    /** So much is left on the account from now on, whatever is charged. */
    public synchronized void leave(Usd left) {
        balance = requireNonNull(left, "left");
    }

    synchronized Usd balance() {
        return balance;
    }

    /** From now on nobody can ask what was charged. */
    public synchronized void tellNoBill() {
        isBillTold = false;
    }

    /** Puts one more offer on show. */
    public Offer stock(String id) {
        return stock(OfferBuilder.anOffer(provider, id)
                .rates(RATES)
                .fetchedAt(clock.instant())
                .build());
    }

    /** Puts this offer on show, in place of one with its id. */
    public synchronized Offer stock(Offer offer) {
        offers.put(offer.id().providerOfferId(), offer);
        return offer;
    }

    /** The machines behind the instances, which boot by the market's clock. */
    public SshProbe probe() {
        return new SshProbe() {
            @Override
            public ProbeOutcome probe(ProbeRequest request) {
                passTime();
                return ssh.probe(request);
            }

            @Override
            public ReadingOutcome read(ReadingRequest request) {
                passTime();
                return ssh.read(request);
            }
        };
    }

    /** What the instances serve that nobody logs into: each serves once it has booted. */
    public EndpointProbe endpoints() {
        return request -> isServed(request.address())
                ? new ProbeOutcome.Serving()
                : new ProbeOutcome.NotYet(ProbeStage.CONNECT, "nothing serves there");
    }

    private synchronized boolean isServed(String address) {
        passTime();
        Instant upSince = clock.instant().minus(load);
        return rentals.values().stream().anyMatch(rental -> rental.servesAt(address, upSince));
    }

    /** The machine of an instance, to make something go wrong in it. */
    public synchronized FakeMachine machine(InstanceId id) {
        return requireNonNull(rentals.get(id.value()), "no such instance").machine();
    }

    /** The provider stops the instance of its own accord; its disk bills on. */
    public synchronized void stop(InstanceId id) {
        requireNonNull(rentals.get(id.value()), "no such instance").stop(clock.instant());
    }

    /** Somebody starts the stopped instance, or a start of it that waited comes to its turn: it runs, and bills, from now on. */
    public synchronized void start(InstanceId id) {
        requireNonNull(rentals.get(id.value()), "no such instance").start(clock.instant());
    }

    /** The next so many stops are taken, and have no effect. */
    public synchronized void ignoreStops(int times) {
        idleStops = times;
    }

    /** Called with each stop that reaches the provider, before it has any effect. */
    public synchronized void onStop(Consumer<InstanceId> witness) {
        stopWitnesses.add(requireNonNull(witness, "witness"));
    }

    /** The provider changes what it charges for the instance. */
    public synchronized void reprice(InstanceId id, Rates rates) {
        requireNonNull(rentals.get(id.value()), "no such instance").reprice(rates, clock.instant());
    }

    /** The provider shows that the instance's GPUs are so busy. */
    public synchronized void showGpus(InstanceId id, int percent) {
        requireNonNull(rentals.get(id.value()), "no such instance").showGpus(percent);
    }

    /** The provider loses the instance: it is gone, and bills no more. */
    public synchronized void vanish(InstanceId id) {
        requireNonNull(rentals.get(id.value()), "no such instance").lose(clock.instant());
    }

    /** What the provider charges for the instance while it runs. */
    public synchronized Rates charged(InstanceId id) {
        passTime();
        return requireNonNull(rentals.get(id.value()), "no such instance").rates();
    }

    /** What the provider bills for the instance an hour now, or does as soon as it has booted. */
    public synchronized UsdPerHour burning(InstanceId id) {
        passTime();
        return requireNonNull(rentals.get(id.value()), "no such instance").burning();
    }

    /** What the provider has billed for the instance so far. */
    public synchronized Usd billed(InstanceId id) {
        passTime();
        return requireNonNull(rentals.get(id.value()), "no such instance").billed(clock.instant());
    }

    /** What the meter of the instance says. */
    public synchronized RentalMeter meter(InstanceId id) {
        passTime();
        return requireNonNull(rentals.get(id.value()), "no such instance").meter(clock.instant());
    }

    @Override
    public synchronized List<Rental> rentals() {
        passTime();
        return rentals.values().stream().map(FakeRental::truth).toList();
    }

    @Override
    public synchronized void fail(MarketOperation operation, MarketFault fault, int times) {
        Deque<MarketFault> queue = faults.computeIfAbsent(operation, key -> new ArrayDeque<>());
        for (int i = 0; i < times; i++) {
            queue.add(fault);
        }
    }

    @Override
    public synchronized void heal() {
        faults.clear();
        lies.clear();
    }

    @Override
    public synchronized InstanceId plant(String mark) {
        return rent(mark, Setup.USUAL, lag).id();
    }

    @Override
    public synchronized void sellOut(Offer offer) {
        offers.remove(offer.id().providerOfferId());
    }

    synchronized Optional<MarketFault> nextFault(MarketOperation operation) {
        Deque<MarketFault> queue = faults.get(operation);
        return queue == null ? Optional.empty() : Optional.ofNullable(queue.poll());
    }

    synchronized List<Offer> shown() {
        return List.copyOf(offers.values());
    }

    synchronized void witness(LaunchRequest request) {
        purchaseWitnesses.forEach(witness -> witness.accept(request));
    }

    /** Empty when the offer is gone. */
    synchronized Optional<FakeRental> buy(LaunchRequest request, boolean keysAtLaunch) {
        Offer bought = offers.remove(request.offer().providerOfferId());
        if (bought == null) {
            return Optional.empty();
        }
        boolean refused = isLying(MarketLie.REFUSED_YET_BOUGHT);
        FakeRental rental = rent(request, bought.gpus(), keysAtLaunch, refused ? REFUSED_SHOWN : lag);
        if (isLying(MarketLie.BOUGHT_TWICE)) {
            rent(request, bought.gpus(), keysAtLaunch, lag.plus(SECOND_SHOWN));
        }
        return Optional.of(rental);
    }

    private FakeRental rent(LaunchRequest request, OfferedGpus gpus, boolean keysAtLaunch, Duration shownAfter) {
        FakeRental rental = rent(request.tag().text(), request.setup(), shownAfter);
        rental.machine().setUp(request.secrets());
        rental.machine().showGpus(Collections.nCopies(gpus.count(), gpus.providerName()));
        if (keysAtLaunch) {
            request.keys().forEach(key -> rental.machine().authorise("root", key));
        }
        return rental;
    }

    /** The instances that are shown by now. */
    synchronized List<FakeRental> visible() {
        passTime();
        return rentals.values().stream().filter(this::isShown).toList();
    }

    /** What was shown up to a minute ago, as far as it differs: that long ago it may have been there. */
    synchronized List<FakeRental> stale() {
        passTime();
        Instant now = clock.instant();
        Instant then = now.minusSeconds(1 + now.getEpochSecond() % STALE.toSeconds());
        return rentals.values().stream().filter(rental -> rental.wasShown(then)).toList();
    }

    /** The instance, if it exists and is shown by now. */
    synchronized Optional<FakeRental> visible(InstanceId id) {
        passTime();
        @Nullable FakeRental rental = rentals.get(id.value());
        return Optional.ofNullable(rental).filter(this::isShown);
    }

    synchronized ProviderBill bill(CostPeriod period) {
        return isBillTold
                ? new ProviderBill.Told(rentals.values().stream()
                        .filter(rental -> rental.isWithin(period))
                        .map(rental -> rental.bill(period, clock.instant()))
                        .toList())
                : new ProviderBill.Untold();
    }

    /** False when there is no such instance. */
    synchronized boolean halt(InstanceId id) {
        stopWitnesses.forEach(witness -> witness.accept(id));
        @Nullable FakeRental rental = rentals.get(id.value());
        boolean exists = rental != null && rental.exists();
        if (rental != null && exists && idleStops == 0) {
            rental.stop(clock.instant());
        }
        idleStops = Math.max(0, idleStops - 1);
        return exists;
    }

    /** False when there is no such instance. */
    synchronized boolean destroy(InstanceId id) {
        destroyWitnesses.forEach(witness -> witness.accept(id));
        passTime();
        @Nullable FakeRental rental = rentals.get(id.value());
        boolean exists = rental != null && rental.exists();
        if (isLying(MarketLie.DESTROY_DENIED)) {
            return false;
        }
        if (rental != null && exists && !isLying(MarketLie.DESTROY_WITHOUT_EFFECT)) {
            rental.endAt(isLying(MarketLie.SLOW_DESTROY) ? clock.instant().plus(SLOW) : clock.instant());
            passTime();
        }
        return exists;
    }

    private boolean isShown(FakeRental rental) {
        return rental.exists() && !clock.instant().isBefore(rental.shownFrom());
    }

    private FakeMachine boot() {
        FakeMachine machine = ssh.boot(address(), 22);
        machine.liveBy(clock);
        return machine;
    }

    private String address() {
        return "10.0." + made / 250 + "." + (1 + made % 250);
    }

    private FakeRental rent(String mark, Setup setup, Duration shownAfter) {
        made++;
        InstanceId id = new InstanceId(provider, String.format("%05d", made));
        Instant now = clock.instant();
        FakeMachine machine = boot();
        machine.stop();
        FakeRental rental =
                new FakeRental(id, mark, machine, setup, now, now.plus(shownAfter), now.plus(boot), charged);
        rentals.put(id.value(), rental);
        return rental;
    }

    /** What was to happen by now happens: machines boot, and slow ends take effect. */
    private synchronized void passTime() {
        Instant now = clock.instant();
        rentals.values().forEach(rental -> rental.pass(now));
    }
}
