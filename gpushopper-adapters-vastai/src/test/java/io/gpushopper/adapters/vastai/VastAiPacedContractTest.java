package io.gpushopper.adapters.vastai;

import io.gpushopper.adapters.http.AdapterRuntime;
import io.gpushopper.adapters.http.ApiKey;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.Sleeper;
import io.gpushopper.simulator.Simulator;
import io.gpushopper.simulator.SimulatorSettings;
import io.gpushopper.simulator.market.TimingProfile;
import io.gpushopper.testkit.MarketControl;
import io.gpushopper.testkit.ProviderContract;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Vast.ai keeps the contract with the rate limits on, at a twentieth of their length, in real time. Our own pace is twice as slow:
 * on a busy machine calls don't arrive as evenly as they were sent.
 */
class VastAiPacedContractTest extends ProviderContract {
    private static final BigDecimal LIMITS = new BigDecimal("0.05");
    private static final BigDecimal PACE = new BigDecimal("0.1");
    // Waits before another try are cut short; a turn is waited for again until it comes.
    private static final Duration LONGEST_SLEEP = Duration.ofMillis(200);

    private Simulator simulator;
    private SimulatedMarket market;
    private Provider provider;
    private Provider refused;

    @BeforeEach
    void freshMarket() {
        simulator = Simulator.start(SimulatorSettings.builder(TimingProfile.DEMO)
                .rateLimitScale(LIMITS)
                .timeFactor(BigDecimal.valueOf(100))
                .build());
        market = new SimulatedMarket(simulator);
        provider = withKey("a-good-key");
        refused = withKey("invalid-key");
    }

    @AfterEach
    void stopMarket() {
        simulator.close();
    }

    @Override
    protected Provider provider() {
        return provider;
    }

    @Override
    protected Provider providerWithRefusedKey() {
        return refused;
    }

    @Override
    protected MarketControl market() {
        return market;
    }

    @Override
    protected InstantSource clock() {
        return InstantSource.system();
    }

    private Provider withKey(String key) {
        VastAiConfig config = VastAiConfig.of(URI.create(simulator.vastAiUrl()), new ApiKey(key))
                .withPaceFactor(PACE);
        return VastAiProviderFactory.create(
                config, new AdapterRuntime(InstantSource.system(), VastAiPacedContractTest::sleep, new Random(1), Metrics.NONE));
    }

    private static void sleep(Duration time) throws InterruptedException {
        Sleeper.SYSTEM.sleep(time.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : time);
    }
}
