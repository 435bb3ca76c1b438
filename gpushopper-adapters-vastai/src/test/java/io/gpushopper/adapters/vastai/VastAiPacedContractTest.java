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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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

    // One page of a search: each further one waits for its turn.
    private static final int OFFERS = 70;
    private static final AtomicInteger KEYS = new AtomicInteger();

    private static Simulator simulator;
    private static SimulatedMarket market;

    private Provider provider;
    private Provider refused;

    @BeforeAll
    static void startMarket() {
        simulator = Simulator.start(SimulatorSettings.builder(TimingProfile.DEMO)
                .offers(OFFERS)
                .rateLimitScale(LIMITS)
                .timeFactor(BigDecimal.valueOf(100))
                .build());
        market = new SimulatedMarket(simulator);
    }

    @AfterAll
    static void stopMarket() {
        simulator.close();
    }

    /** With another key of the account each time: limits go by key, and a new provider doesn't know the old one's calls. */
    @BeforeEach
    void freshMarket() {
        market.reset(OFFERS);
        provider = withKey("good0must0never0be0logged-" + KEYS.incrementAndGet());
        refused = withKey("invalid0must0never0be0logged-" + KEYS.get());
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

    @Override
    protected Wire wire() {
        return VastAiProviderContractTest.wire(
                URI.create(simulator.vastAiUrl()), url -> at(url, "good-key-" + KEYS.incrementAndGet()));
    }

    private Provider withKey(String key) {
        return at(URI.create(simulator.vastAiUrl()), key);
    }

    private static Provider at(URI url, String key) {
        VastAiConfig config = VastAiConfig.of(url, new ApiKey(key)).withPaceFactor(PACE);
        return VastAiProviderFactory.create(
                config,
                new AdapterRuntime(
                        InstantSource.system(), VastAiPacedContractTest::sleep, new Random(1), Metrics.NONE));
    }

    private static void sleep(Duration time) throws InterruptedException {
        Sleeper.SYSTEM.sleep(time.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : time);
    }
}
