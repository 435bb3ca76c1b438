package io.gpushopper.simulation;

import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.DestroyOutcome;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LaunchOutcome;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.ports.Account;
import io.gpushopper.ports.InstanceAnswer;
import io.gpushopper.ports.LaunchRequest;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.ProviderBill;
import io.gpushopper.ports.ProviderTraits;
import io.gpushopper.ports.SetupSecrets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A provider as one process sees it while it lives. Engines that are broken on purpose see another one. */
class MortalProvider implements Provider {
    private final Provider provider;
    private final Life life;

    MortalProvider(Provider provider, Life life) {
        this.provider = provider;
        this.life = life;
    }

    @Override
    public ProviderId id() {
        return provider.id();
    }

    @Override
    public ProviderTraits traits() {
        return provider.traits();
    }

    @Override
    public Account account() {
        return life.step(provider::account);
    }

    @Override
    public List<Offer> offers() {
        return life.step(provider::offers);
    }

    @Override
    public Optional<String> unsupported(Offer offer, Setup setup, SetupSecrets secrets) {
        return provider.unsupported(offer, setup, secrets);
    }

    @Override
    public Duration launchWait() {
        return provider.launchWait();
    }

    @Override
    public boolean awaitLaunchTurn(Duration atMost) throws InterruptedException {
        return provider.awaitLaunchTurn(atMost);
    }

    @Override
    public LaunchOutcome launch(LaunchRequest request) {
        return life.step(() -> provider.launch(request));
    }

    @Override
    public Listing instances() {
        return life.step(provider::instances);
    }

    @Override
    public InstanceAnswer instance(InstanceId id) {
        return life.step(() -> provider.instance(id));
    }

    @Override
    public void attachKey(InstanceId id, SshPublicKey key) {
        boolean done = life.step(() -> {
            provider.attachKey(id, key);
            return true;
        });
        if (!done) {
            throw new IllegalStateException("an attach is done or throws");
        }
    }

    @Override
    public void stop(InstanceId id) {
        boolean done = life.step(() -> {
            provider.stop(id);
            return true;
        });
        if (!done) {
            throw new IllegalStateException("a stop is done or throws");
        }
    }

    @Override
    public DestroyOutcome destroy(InstanceId id) {
        return life.step(() -> provider.destroy(id));
    }

    @Override
    public ProviderBill bill(CostPeriod period) {
        return life.step(() -> provider.bill(period));
    }
}
