package io.gpushopper.adapters.http.cumulus;

import io.gpushopper.adapters.http.AdapterRuntime;
import io.gpushopper.adapters.http.ApiKey;
import io.gpushopper.adapters.http.PaceRule;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.Provider;
import io.gpushopper.testkit.MarketControl;
import io.gpushopper.testkit.ProviderContract;
import io.gpushopper.testkit.SettableClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** A third provider, added as docs/PROVIDERS.md says, keeps the contract. */
class CumulusProviderContractTest extends ProviderContract {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T12:00:00Z"));
    private final CumulusMarket market = new CumulusMarket();
    private final Provider provider = provider(CumulusMarket.GOOD_KEY, market.url());

    @AfterEach
    void closeTheMarket() {
        market.close();
    }

    @Override
    protected Provider provider() {
        return provider;
    }

    @Override
    protected Provider providerWithRefusedKey() {
        return provider("c-bad-key", market.url());
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
        return new Wire(
                market.url(),
                url -> provider(CumulusMarket.GOOD_KEY, url),
                Set.of("place", "usd", "ip", "port", "x_unknown"),
                "state");
    }

    private Provider provider(String key, URI url) {
        return CumulusProviderFactory.create(
                new CumulusConfig(url, new ApiKey(key), PaceRule.every(Duration.ZERO)),
                new AdapterRuntime(clock, clock::advance, new Random(1), Metrics.NONE));
    }
}
