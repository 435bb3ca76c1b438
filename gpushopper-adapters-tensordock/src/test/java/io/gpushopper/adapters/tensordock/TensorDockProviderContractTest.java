package io.gpushopper.adapters.tensordock;

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
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** TensorDock keeps the contract against the simulated market, whose limits are on; both it and our pace are 20 times as fast. */
class TensorDockProviderContractTest extends ProviderContract {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final BigDecimal HASTE = new BigDecimal("0.05");
    private static final Duration LONGEST_WAIT = Duration.ofMillis(50);

    private static Simulator simulator;
    private static SimulatedMarket market;

    private Provider provider;
    private Provider refused;

    @BeforeAll
    static void openTheMarket() {
        simulator = Simulator.start(SimulatorSettings.builder(TimingProfile.DEMO)
                .offers(40)
                .boot(Duration.ofSeconds(1))
                .timeFactor(BigDecimal.TEN)
                .rateLimitScale(HASTE)
                .build());
        market = new SimulatedMarket(simulator);
    }

    @AfterAll
    static void closeTheMarket() {
        simulator.close();
    }

    @BeforeEach
    void begin() {
        market.reset();
        provider = provider("t0ken0must0never0be0logged");
        refused = provider("invalid0must0never0be0logged");
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
        return CLOCK;
    }

    @Override
    protected Wire wire() {
        return new Wire(
                URI.create(simulator.tensorDockUrl()),
                url -> provider("t0ken-of-the-test", url),
                Set.of(
                        "ipAddress",
                        "portForwards",
                        "rateHourly",
                        "city",
                        "stateprovince",
                        "country",
                        "tier",
                        "displayName"),
                "status");
    }

    /** Nobody waits long before he tries again, so that faults pass quickly. */
    private static Provider provider(String token) {
        return provider(token, URI.create(simulator.tensorDockUrl()));
    }

    private static Provider provider(String token, URI url) {
        Sleeper impatient = time -> Sleeper.SYSTEM.sleep(time.compareTo(LONGEST_WAIT) < 0 ? time : LONGEST_WAIT);
        TensorDockConfig config = TensorDockConfig.of(
                        url, URI.create(simulator.tensorDockBalanceUrl()), "auth-1", new ApiKey(token))
                .withPaceFactor(HASTE);
        return TensorDockProviderFactory.create(
                config, new AdapterRuntime(CLOCK, impatient, new Random(1), Metrics.NONE));
    }
}
