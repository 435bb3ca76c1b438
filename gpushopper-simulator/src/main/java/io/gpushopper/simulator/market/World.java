package io.gpushopper.simulator.market;

import io.gpushopper.simulator.machine.SimulatedMachine;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything the simulated providers have in common. All of it is guarded by one lock, which {@link #exclusively}
 * takes: a call to a provider sees and leaves a whole state. Nothing waits while it holds the lock.
 */
public final class World implements AutoCloseable {

    private final MarketClock clock;
    private final MachineRoom machines = new MachineRoom();
    private final Faults faults = new Faults();
    private final Fates fates = new Fates();
    private final RateLimits rateLimits = new RateLimits();
    private final Timeline timeline = new Timeline();
    private final Map<ProviderName, Map<String, SimulatedInstance>> live = new EnumMap<>(ProviderName.class);
    private final Map<ProviderName, Account> accounts = new EnumMap<>(ProviderName.class);
    private final List<SimulatedInstance> everyInstance = new ArrayList<>();
    private LiveSettings settings;

    /**
     * A world without instances.
     *
     * @param time real time
     * @param settings how it begins
     */
    public World(InstantSource time, LiveSettings settings) {
        this.clock = new MarketClock(time);
        this.settings = settings;
        clock.runAt(settings.timeFactor());
        clear();
    }

    /**
     * Runs something while nothing else changes the world, after everything that is due has happened.
     *
     * @param <T> kind of result
     * @param work must not wait for anything
     * @return its result
     */
    public synchronized <T> T exclusively(Supplier<T> work) {
        advance();
        return work.get();
    }

    /**
     * Changes something while nothing else changes the world, after everything that is due has happened.
     *
     * @param work must not wait for anything
     */
    public synchronized void update(Runnable work) {
        advance();
        work.run();
    }

    /** Lets everything happen that is due. */
    public synchronized void advance() {
        timeline.runDue(clock.age());
        everyLive().forEach(instance -> instance.timeline().runDue(clock.age()));
    }

    /** Ends every instance and forgets instances, faults, calls and bills; settings stay. */
    public synchronized void clear() {
        everyLive().forEach(this::end);
        everyInstance.clear();
        timeline.clear();
        faults.remove(fault -> true);
        fates.clear();
        rateLimits.clear();
        for (ProviderName provider : ProviderName.values()) {
            live.put(provider, new LinkedHashMap<>());
            accounts.put(provider, new Account(settings.creditUsd()));
        }
    }

    /**
     * Adds an instance that was rented just now.
     *
     * @param provider who rents it out
     * @param id its id there
     * @param tag its label or name, if any
     * @param machine the machine behind it, not yet open
     * @return the instance, its meter at zero
     */
    public SimulatedInstance rent(ProviderName provider, String id, @Nullable String tag, SimulatedMachine machine) {
        SimulatedInstance instance = new SimulatedInstance(provider, id, tag, clock.now(), machine);
        live(provider).put(id, instance);
        everyInstance.add(instance);
        return instance;
    }

    /**
     * Ends an instance: its meter stops for good and its machine is gone.
     *
     * @param instance an instance that is there
     */
    public void end(SimulatedInstance instance) {
        instance.end(clock.now());
        account(instance.provider()).settle(instance.meter().billed(clock.now()));
        live(instance.provider()).remove(instance.id());
        machines.scrap(instance.machine());
    }

    /**
     * Every instance since the last reset, ended ones included.
     *
     * @return in the order they were rented
     */
    public List<SimulatedInstance> everyInstance() {
        return List.copyOf(everyInstance);
    }

    /**
     * An instance that is there.
     *
     * @param provider who rents it out
     * @param id its id there
     * @return the instance; empty if it never was or has ended
     */
    public Optional<SimulatedInstance> find(ProviderName provider, String id) {
        return Optional.ofNullable(live(provider).get(id));
    }

    /**
     * What the account at a provider has left.
     *
     * @param provider whose account
     * @return US dollars, below zero when overdrawn
     */
    public BigDecimal balance(ProviderName provider) {
        return account(provider).balance(live(provider).values(), clock.now());
    }

    /**
     * Takes money from an account, for what is no instance.
     *
     * @param provider whose account
     * @param usd US dollars
     */
    public void bill(ProviderName provider, BigDecimal usd) {
        account(provider).settle(usd);
    }

    /**
     * Changes the settings.
     *
     * @param changed the new settings
     */
    public void settings(LiveSettings changed) {
        settings = changed;
        clock.runAt(changed.timeFactor());
    }

    /**
     * The settings in force.
     *
     * @return the settings
     */
    public LiveSettings settings() {
        return settings;
    }

    /**
     * The world's two times.
     *
     * @return the clock
     */
    public MarketClock clock() {
        return clock;
    }

    /**
     * What will happen in the market by itself.
     *
     * @return the timeline of the market; each instance has its own
     */
    public Timeline timeline() {
        return timeline;
    }

    /**
     * Where machines boot.
     *
     * @return the machine room
     */
    public MachineRoom machines() {
        return machines;
    }

    /**
     * What goes wrong.
     *
     * @return the faults
     */
    public Faults faults() {
        return faults;
    }

    /**
     * What is to become of instances that are yet to be rented.
     *
     * @return the fates
     */
    public Fates fates() {
        return fates;
    }

    /**
     * Who called what.
     *
     * @return the rate limits
     */
    public RateLimits rateLimits() {
        return rateLimits;
    }

    /** Ends every machine before it returns. */
    @Override
    public synchronized void close() {
        machines.close();
    }

    private List<SimulatedInstance> everyLive() {
        return live.values().stream()
                .flatMap(instances -> instances.values().stream())
                .toList();
    }

    private Map<String, SimulatedInstance> live(ProviderName provider) {
        return live.computeIfAbsent(provider, unseen -> new LinkedHashMap<>());
    }

    private Account account(ProviderName provider) {
        return accounts.computeIfAbsent(provider, unseen -> new Account(settings.creditUsd()));
    }
}
