package io.gpushopper.simulator.market;

import java.time.Duration;

/**
 * How long a provider takes for what it does by itself. Times are market time; the real ones are those observed at the
 * providers, the demo's are short enough to watch.
 */
public enum TimingProfile {
    /** Everything within the boot time; the SSH server refuses connections until it accepts a key. */
    DEMO(Duration.ofSeconds(5), Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1)),
    /** Vast.ai boots take 58 s to 5 min, keys arrive 10 to 15 s late, listings up to 3 s. */
    REAL(Duration.ofSeconds(60), Duration.ofSeconds(12), Duration.ofSeconds(3), Duration.ofSeconds(10));

    private final Duration boot;
    private final Duration keyLag;
    private final Duration longestListLag;
    private final Duration powerLag;

    TimingProfile(Duration boot, Duration keyLag, Duration longestListLag, Duration powerLag) {
        this.boot = boot;
        this.keyLag = keyLag;
        this.longestListLag = longestListLag;
        this.powerLag = powerLag;
    }

    /**
     * Boot time of a machine when none is set.
     *
     * @return a duration above zero
     */
    public Duration boot() {
        return boot;
    }

    /**
     * How long an attached key takes to reach a running Vast.ai instance.
     *
     * @return zero or more
     */
    public Duration keyLag() {
        return keyLag;
    }

    /**
     * The longest a new Vast.ai instance may be missing from listings.
     *
     * @return zero or more
     */
    public Duration longestListLag() {
        return longestListLag;
    }

    /**
     * How long a stop, a restart or a deletion takes to show.
     *
     * @return above zero
     */
    public Duration powerLag() {
        return powerLag;
    }

    /**
     * When a Vast.ai instance of this boot time reaches its states.
     *
     * @param bootTime time of the machine itself
     * @return the moments, counted from creation
     */
    public BootPlan vastAi(Duration bootTime) {
        return switch (this) {
            case DEMO -> new BootPlan(part(bootTime, 20), part(bootTime, 30), part(bootTime, 80), bootTime);
            case REAL -> {
                Duration loading = Duration.ofSeconds(3);
                Duration running = loading.plus(bootTime);
                yield new BootPlan(Duration.ofSeconds(2), loading, running, running.plusSeconds(20));
            }
        };
    }

    /**
     * When a TensorDock instance of this boot time gets its address and opens its SSH port.
     *
     * @param bootTime time of the machine itself
     * @return the moments, counted from creation; the first three coincide
     */
    public BootPlan tensorDock(Duration bootTime) {
        Duration address = switch (this) {
            case DEMO -> part(bootTime, 40);
            case REAL -> Duration.ofSeconds(15);
        };
        Duration ssh = switch (this) {
            case DEMO -> bootTime;
            case REAL -> bootTime.plusSeconds(30);
        };
        return new BootPlan(address, address, address, ssh);
    }

    private static Duration part(Duration whole, int percent) {
        return whole.multipliedBy(percent).dividedBy(100);
    }

    /**
     * Moments of a boot, counted from creation.
     *
     * @param created the container exists
     * @param loading its image is being loaded
     * @param running the provider says it runs and shows its address
     * @param ssh its SSH server opens
     */
    public record BootPlan(Duration created, Duration loading, Duration running, Duration ssh) {}
}
