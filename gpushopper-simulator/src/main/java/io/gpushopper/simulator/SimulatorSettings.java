package io.gpushopper.simulator;

import static java.util.Objects.requireNonNull;

import io.gpushopper.simulator.market.Drift;
import io.gpushopper.simulator.market.LiveSettings;
import io.gpushopper.simulator.market.TimingProfile;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;

/**
 * How a simulator starts.
 *
 * @param port on 127.0.0.1; 0 takes a free one
 * @param seed the same seed gives the same market
 * @param offers how many offers both providers show together, from 0
 * @param time real time
 * @param live what {@code PUT /_sim/settings} can change later
 */
public record SimulatorSettings(int port, long seed, int offers, InstantSource time, LiveSettings live) {

    private static final int DEFAULT_OFFERS = 200;
    private static final int VAST_AI_CAP = 64;
    private static final BigDecimal DEFAULT_CREDIT_USD = BigDecimal.valueOf(1_000);

    /** Checks the ranges. */
    public SimulatorSettings {
        requireNonNull(time, "time");
        requireNonNull(live, "live");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
        }
        if (offers < 0) {
            throw new IllegalArgumentException("offers must be 0 or more, was " + offers);
        }
    }

    /**
     * The demo: boots of 5 s, 200 offers, the providers' own limits, a free port.
     *
     * @return the settings
     */
    public static SimulatorSettings demo() {
        return builder(TimingProfile.DEMO).build();
    }

    /**
     * Settings that begin as a profile's defaults.
     *
     * @param profile how long things take
     * @return a builder
     */
    public static Builder builder(TimingProfile profile) {
        return new Builder(profile);
    }

    /** Collects settings. Confined to one thread. */
    public static final class Builder {

        private final TimingProfile profile;
        private int port;
        private long seed = 1;
        private int offers = DEFAULT_OFFERS;
        private Duration boot;
        private BigDecimal rateLimitScale = BigDecimal.ONE;
        private int searchCap = VAST_AI_CAP;
        private BigDecimal timeFactor = BigDecimal.ONE;
        private BigDecimal creditUsd = DEFAULT_CREDIT_USD;
        private Drift drift = Drift.NONE;
        private InstantSource time = InstantSource.system();

        private Builder(TimingProfile profile) {
            this.profile = requireNonNull(profile, "profile");
            this.boot = profile.boot();
        }

        /**
         * Sets the port.
         *
         * @param value 0 takes a free one
         * @return this
         */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /**
         * Sets the seed of the market.
         *
         * @param value any number
         * @return this
         */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /**
         * Sets how many offers there are.
         *
         * @param value of both providers together, from 0
         * @return this
         */
        public Builder offers(int value) {
            offers = value;
            return this;
        }

        /**
         * Sets how long a machine boots.
         *
         * @param value market time, above zero
         * @return this
         */
        public Builder boot(Duration value) {
            boot = value;
            return this;
        }

        /**
         * Sets how the market changes by itself.
         *
         * @param value not at all unless this is called
         * @return this
         */
        public Builder drift(Drift value) {
            drift = value;
            return this;
        }

        /**
         * Scales the providers' rate-limit times.
         *
         * @param value 0 turns the limits off
         * @return this
         */
        public Builder rateLimitScale(BigDecimal value) {
            rateLimitScale = value;
            return this;
        }

        /**
         * Sets the most offers in one Vast.ai search.
         *
         * @param value 0 lifts the cap
         * @return this
         */
        public Builder searchCap(int value) {
            searchCap = value;
            return this;
        }

        /**
         * Speeds boots, lags and the market.
         *
         * @param value market seconds per real second, above 0
         * @return this
         */
        public Builder timeFactor(BigDecimal value) {
            timeFactor = value;
            return this;
        }

        /**
         * Sets the prepaid money of either account.
         *
         * @param value US dollars
         * @return this
         */
        public Builder creditUsd(BigDecimal value) {
            creditUsd = value;
            return this;
        }

        /**
         * Sets where real time comes from.
         *
         * @param value a clock
         * @return this
         */
        public Builder time(InstantSource value) {
            time = value;
            return this;
        }

        /**
         * The settings.
         *
         * @return what was collected
         * @throws IllegalArgumentException if a value is out of its range
         */
        public SimulatorSettings build() {
            LiveSettings live =
                    new LiveSettings(profile, boot, rateLimitScale, searchCap, timeFactor, drift, creditUsd);
            return new SimulatorSettings(port, seed, offers, time, live);
        }
    }
}
