package io.gpushopper.application;

import io.gpushopper.domain.deployment.Volume;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.offer.Template;
import io.gpushopper.domain.offer.TemplateId;
import io.gpushopper.domain.session.DestroyOutcome;
import io.gpushopper.domain.session.ErrorKind;
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
import io.gpushopper.ports.ProviderException;
import io.gpushopper.ports.ProviderTraits;
import io.gpushopper.ports.SetupSecrets;
import io.gpushopper.ports.TemplateSetup;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A provider that is read and never written, whatever is asked of it. Thread-safe. */
record HandsOff(Provider real) implements Provider {
    @Override
    public ProviderId id() {
        return real.id();
    }

    @Override
    public ProviderTraits traits() {
        return real.traits();
    }

    @Override
    public Account account() {
        return real.account();
    }

    @Override
    public List<Offer> offers() {
        return real.offers();
    }

    @Override
    public List<Template> templates() {
        return real.templates();
    }

    @Override
    public Optional<TemplateSetup> template(TemplateId id) {
        return real.template(id);
    }

    @Override
    public Optional<String> unsupported(Offer offer, Setup setup, SetupSecrets secrets) {
        return real.unsupported(offer, setup, secrets);
    }

    @Override
    public Duration launchWait() {
        return real.launchWait();
    }

    @Override
    public boolean awaitLaunchTurn(Duration atMost) {
        return false;
    }

    @Override
    public LaunchOutcome launch(LaunchRequest request) {
        return new LaunchOutcome.Rejected(ErrorKind.UNAVAILABLE, "not sent: this process only observes", null);
    }

    @Override
    public Listing instances() {
        return real.instances();
    }

    @Override
    public InstanceAnswer instance(InstanceId id) {
        return real.instance(id);
    }

    @Override
    public void attachKey(InstanceId id, SshPublicKey key) {
        throw refused();
    }

    @Override
    public DestroyOutcome destroy(InstanceId id) {
        throw refused();
    }

    @Override
    public void stop(InstanceId id) {
        throw refused();
    }

    @Override
    public List<Volume> volumes() {
        return real.volumes();
    }

    @Override
    public ProviderBill bill(CostPeriod period) {
        return real.bill(period);
    }

    private ProviderException refused() {
        return new ProviderException(id(), ErrorKind.UNAVAILABLE, "not asked: this process only observes");
    }
}
