package io.gpushopper.adapters.vastai;

import io.gpushopper.adapters.http.AdapterRuntime;
import io.gpushopper.adapters.http.ApiKey;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.Provider;
import io.gpushopper.simulator.Simulator;
import io.gpushopper.simulator.SimulatorSettings;
import io.gpushopper.simulator.market.TimingProfile;
import io.gpushopper.testkit.MarketControl;
import io.gpushopper.testkit.ProviderContract;
import io.gpushopper.testkit.SettableClock;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Vast.ai keeps the contract, against the simulator without rate limits and with a clock that doesn't wait. */
class VastAiProviderContractTest extends ProviderContract {
    private static final int OFFERS = 200;

    private static Simulator simulator;
    private static SimulatedMarket market;

    private SettableClock clock;
    private Provider provider;
    private Provider refused;

    @BeforeAll
    static void startMarket() {
        simulator = Simulator.start(SimulatorSettings.builder(TimingProfile.DEMO)
                .offers(OFFERS)
                .rateLimitScale(BigDecimal.ZERO)
                .timeFactor(BigDecimal.valueOf(100))
                .build());
        market = new SimulatedMarket(simulator);
    }

    @AfterAll
    static void stopMarket() {
        simulator.close();
    }

    @BeforeEach
    void freshMarket() {
        market.reset(OFFERS);
        clock = new SettableClock(Instant.now());
        provider = withKey("good0must0never0be0logged");
        refused = withKey("invalid0must0never0be0logged");
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
        return clock;
    }

    @Override
    protected Wire wire() {
        return wire(URI.create(simulator.vastAiUrl()), url -> at(url, "a-good-key"));
    }

    static Wire wire(URI api, Function<URI, Provider> provider) {
        return new Wire(
                api,
                provider,
                Set.of(
                        "status_msg",
                        "public_ipaddr",
                        "ports",
                        "ssh_host",
                        "ssh_port",
                        "gpu_util",
                        "start_date",
                        "geolocation",
                        "end_date",
                        "hosting_type",
                        "machine_id",
                        "cuda_max_good",
                        "min_bid",
                        "inet_down",
                        "inet_up",
                        "cpu_cores_effective",
                        "cpu_ram",
                        "storage_cost",
                        "dph_base",
                        "direct_port_count"),
                "actual_status");
    }

    private Provider withKey(String key) {
        return at(URI.create(simulator.vastAiUrl()), key);
    }

    private Provider at(URI url, String key) {
        VastAiConfig config = VastAiConfig.of(url, new ApiKey(key)).withPaceFactor(BigDecimal.ZERO);
        return VastAiProviderFactory.create(
                config, new AdapterRuntime(clock, clock::advance, new Random(1), Metrics.NONE));
    }
}
