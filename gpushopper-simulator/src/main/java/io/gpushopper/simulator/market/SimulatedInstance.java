package io.gpushopper.simulator.market;

import static java.util.Objects.requireNonNull;

import io.gpushopper.simulator.machine.SimulatedMachine;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is true of an instance whatever its provider says about it: its machine, its meter, and when it began and
 * ended. Guarded by the world's lock.
 */
public final class SimulatedInstance {

    private final ProviderName provider;
    private final String id;
    private final Instant createdAt;
    private final Meter meter;
    private final Timeline timeline = new Timeline();
    private SimulatedMachine machine;
    private @Nullable String tag;
    private @Nullable Instant sshAcceptsAt;
    private @Nullable Instant destroyedAt;

    SimulatedInstance(
            ProviderName provider, String id, @Nullable String tag, Instant createdAt, SimulatedMachine machine) {
        this.provider = requireNonNull(provider, "provider");
        this.id = requireNonNull(id, "id");
        this.tag = tag;
        this.createdAt = requireNonNull(createdAt, "createdAt");
        this.meter = new Meter(createdAt);
        this.machine = requireNonNull(machine, "machine");
    }

    /**
     * Who rents it out.
     *
     * @return the provider
     */
    public ProviderName provider() {
        return provider;
    }

    /**
     * Its id at the provider.
     *
     * @return the id as text
     */
    public String id() {
        return id;
    }

    /**
     * The label or name it carries.
     *
     * @return the tag; empty if it has none
     */
    public Optional<String> tag() {
        return Optional.ofNullable(tag);
    }

    /**
     * Gives it another label.
     *
     * @param newTag the label; null for none
     */
    public void retag(@Nullable String newTag) {
        tag = newTag;
    }

    /**
     * When it was rented.
     *
     * @return real time
     */
    public Instant createdAt() {
        return createdAt;
    }

    /**
     * What it costs.
     *
     * @return its meter
     */
    public Meter meter() {
        return meter;
    }

    /**
     * What will happen to it by itself.
     *
     * @return its timeline
     */
    public Timeline timeline() {
        return timeline;
    }

    /**
     * The machine behind it.
     *
     * @return the current machine; a restart brings another
     */
    public SimulatedMachine machine() {
        return machine;
    }

    /**
     * Puts another machine behind it, whose SSH server is not up yet.
     *
     * @param other a machine that is not open
     */
    public void moveTo(SimulatedMachine other) {
        machine = other;
        sshAcceptsAt = null;
    }

    /**
     * Since when its SSH server is open and lets its keys in.
     *
     * @return real time; empty before
     */
    public Optional<Instant> sshAcceptsAt() {
        return Optional.ofNullable(sshAcceptsAt);
    }

    /**
     * Notes that its SSH server lets its keys in; only the first time counts.
     *
     * @param now real time
     */
    public void acceptsSsh(Instant now) {
        if (sshAcceptsAt == null) {
            sshAcceptsAt = now;
        }
    }

    /**
     * When it ended.
     *
     * @return real time; empty while it is there
     */
    public Optional<Instant> destroyedAt() {
        return Optional.ofNullable(destroyedAt);
    }

    /**
     * Whether it is still there.
     *
     * @return true until it is destroyed
     */
    public boolean isThere() {
        return destroyedAt == null;
    }

    void end(Instant now) {
        meter.runAt(BigDecimal.ZERO, now);
        timeline.clear();
        destroyedAt = now;
    }
}
