package io.gpushopper.testkit;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.ports.Provider;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

final class FakeProviderContractTest extends ProviderContract {
    private static final ProviderId ID = new ProviderId("fakemarket");

    private final SettableClock clock = new SettableClock();
    private FakeMarket market = new FakeMarket(ID, clock, 5);

    @BeforeEach
    void openANewMarket() {
        market = new FakeMarket(ID, clock, 5);
        market.bootIn(java.time.Duration.ZERO);
    }

    @Override
    protected Provider provider() {
        return FakeProvider.of(ID, market, clock);
    }

    @Override
    protected Provider providerWithRefusedKey() {
        return FakeProvider.of(ID, market, clock).withRefusedKey();
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
    protected @Nullable Wire wire() {
        return null;
    }
}
