package io.gpushopper.testkit;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.deployment.Volume;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.offer.Template;
import io.gpushopper.domain.offer.TemplateId;
import io.gpushopper.domain.session.AccountId;
import io.gpushopper.domain.session.DestroyOutcome;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.InstanceView;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A provider that sells what is in a {@link FakeMarket}, without a network and without waiting. Thread-safe. */
public final class FakeProvider implements Provider {
    /** The one image that it can't run. */
    public static final String UNKNOWN_IMAGE = "nobody/knows:this";
    /** The one machine of which no port can be opened. */
    public static final String WALLED_MACHINE = "walled";

    private static final int TRIES = 3;
    private static final String MAIN = "the-one-account";

    private final ProviderId id;
    private final FakeMarket market;
    private final InstantSource clock;
    private final ProviderTraits traits;
    private final boolean keyIsGood;
    private final String account;
    private final boolean empty;

    private FakeProvider(
            ProviderId id,
            FakeMarket market,
            InstantSource clock,
            ProviderTraits traits,
            boolean keyIsGood,
            String account,
            boolean empty) {
        this.id = requireNonNull(id, "id");
        this.market = requireNonNull(market, "market");
        this.clock = requireNonNull(clock, "clock");
        this.traits = requireNonNull(traits, "traits");
        this.keyIsGood = keyIsGood;
        this.account = requireNonNull(account, "account");
        this.empty = empty;
    }

    /** A provider that takes keys after the purchase, and shows what was bought within two minutes. */
    public static FakeProvider of(ProviderId id, FakeMarket market, InstantSource clock) {
        ProviderTraits traits =
                new ProviderTraits(Duration.ofSeconds(60), Duration.ofMinutes(2), false, false, 10, true);
        return new FakeProvider(id, market, clock, traits, true, MAIN, false);
    }

    /** The same with a key that the provider refuses. */
    public FakeProvider withRefusedKey() {
        return new FakeProvider(id, market, clock, traits, false, account, empty);
    }

    /** The same with the key of another account, which has nothing of the market's, and no money. */
    public FakeProvider ofAnotherAccount() {
        return new FakeProvider(id, market, clock, traits, keyIsGood, "another-account", true);
    }

    /** The same, of a provider that tells no id of the account, so that it is known by that credential alone. */
    public FakeProvider knownByCredential(String fingerprint) {
        String named = AccountId.ofCredential(id, "memory:" + id, fingerprint).value();
        return new FakeProvider(id, market, clock, traits, keyIsGood, named, empty);
    }

    /** The same as one that charges a stopped machine as a running one, and so stops none. */
    public FakeProvider keepingNothing() {
        ProviderTraits keepingNothing = new ProviderTraits(
                traits.launchTimeout(),
                traits.visibilityLag(),
                traits.keysAtLaunch(),
                traits.computeFromCreation(),
                traits.minDiskGb());
        return new FakeProvider(id, market, clock, keepingNothing, keyIsGood, account, empty);
    }

    /** The same as one that refuses good credentials now and then, so that only so many refusals in a row are believed. */
    public FakeProvider believing(int refusals) {
        return new FakeProvider(id, market, clock, traits.believing(refusals), keyIsGood, account, empty);
    }

    @Override
    public ProviderId id() {
        return id;
    }

    @Override
    public ProviderTraits traits() {
        return traits;
    }

    @Override
    public Account account() {
        return call(MarketOperation.ACCOUNT, () -> new Account(accountId(), market.balance()));
    }

    @Override
    public List<Offer> offers() {
        return call(MarketOperation.SEARCH, market::shown);
    }

    @Override
    public List<Template> templates() {
        return call(MarketOperation.SEARCH, market::templates).stream()
                .map(TemplateSetup::template)
                .filter(Template::recommended)
                .toList();
    }

    @Override
    public Optional<TemplateSetup> template(TemplateId template) {
        return call(MarketOperation.SEARCH, market::templates).stream()
                .filter(known -> known.template().id().equals(template))
                .findFirst();
    }

    /** It takes every image that has a name, and opens whatever is asked for where there is no wall. */
    @Override
    public Optional<String> unsupported(Offer offer, Setup setup, SetupSecrets secrets) {
        if (WALLED_MACHINE.equals(offer.host().machineId()) && !setup.ports().isEmpty()) {
            return Optional.of("exposed_ports: the machine of this offer has 0 ports to open");
        }
        return UNKNOWN_IMAGE.equals(setup.image()) ? Optional.of("it has no such image") : Optional.empty();
    }

    @Override
    public Duration launchWait() {
        return Duration.ZERO;
    }

    @Override
    public boolean awaitLaunchTurn(Duration atMost) {
        return true;
    }

    @Override
    public LaunchOutcome launch(LaunchRequest request) {
        if (clock.instant().isAfter(request.sendBy())) {
            return new LaunchOutcome.Rejected(ErrorKind.UNAVAILABLE, "too late to send", null);
        }
        if (!keyIsGood) {
            return new LaunchOutcome.Rejected(ErrorKind.UNAUTHORIZED, "the key is refused", null);
        }
        market.witness(request);
        if (market.isLying(MarketLie.KEY_REVOKED)) {
            return new LaunchOutcome.Rejected(ErrorKind.UNAUTHORIZED, "the key is refused", null);
        }
        if (empty || market.isLying(MarketLie.NO_FUNDS)) {
            return new LaunchOutcome.Rejected(ErrorKind.INSUFFICIENT_FUNDS, "no money is left", null);
        }
        Optional<MarketFault> fault = market.nextFault(MarketOperation.CREATE);
        if (fault.isEmpty()) {
            return toldOf(bought(request));
        }
        return switch (fault.get()) {
            case RATE_LIMIT -> new LaunchOutcome.Rejected(ErrorKind.RATE_LIMITED, "too many requests", null);
            case SERVER_ERROR, DROP_BEFORE_EFFECT, BARE_NOT_FOUND -> new LaunchOutcome.Unknown("no answer");
            case GATEWAY_ERROR_AFTER_EFFECT, DROP_AFTER_EFFECT, NONSENSE -> lost(bought(request));
        };
    }

    @Override
    public Listing instances() {
        Instant askedAt = clock.instant();
        try {
            return call(MarketOperation.LIST, () -> listed(askedAt));
        } catch (ProviderException failed) {
            return new Listing.Partial(id, askedAt, List.of(), failed.kind(), "no listing came");
        }
    }

    private Listing listed(Instant askedAt) {
        if (market.isLying(MarketLie.NO_LISTING)) {
            return new Listing.Partial(id, askedAt, List.of(), ErrorKind.MALFORMED, "status 410");
        }
        List<InstanceView> shown = (market.isLying(MarketLie.STALE_LISTING) ? market.stale() : market.visible())
                .stream().map(FakeRental::view).toList();
        if (market.isLying(MarketLie.SHORT_LISTING)) {
            return new Listing.Partial(
                    id, askedAt, shown.subList(0, shown.size() / 2), ErrorKind.MALFORMED, "a page is missing");
        }
        List<InstanceView> told = empty || market.isLying(MarketLie.EMPTY_LISTING) ? List.of() : shown;
        return new Listing.Complete(accountId(), askedAt, clock.instant(), told);
    }

    @Override
    public InstanceAnswer instance(InstanceId instance) {
        return call(
                MarketOperation.GET,
                () -> found(instance)
                        .filter(rental -> !market.isLying(MarketLie.NO_SUCH_INSTANCE))
                        .map(rental -> (InstanceAnswer) new InstanceAnswer.Present(rental.view()))
                        .orElseGet(() -> new InstanceAnswer.NoSuchInstance(instance)));
    }

    @Override
    public void attachKey(InstanceId instance, SshPublicKey key) {
        call(MarketOperation.ATTACH_KEY, () -> {
            FakeMachine machine = found(instance)
                    .map(FakeRental::machine)
                    .orElseThrow(() -> new ProviderException(id, ErrorKind.NOT_FOUND, "no such instance"));
            if (!machine.authorisedKeys("root").contains(key.line())) {
                machine.authorise("root", key);
            }
            return true;
        });
    }

    @Override
    public void stop(InstanceId instance) {
        if (!traits.keepsStorage()) {
            throw new ProviderException(id, ErrorKind.UNSUPPORTED, "a stopped machine is charged");
        }
        boolean exists = call(MarketOperation.STOP, () -> market.halt(instance));
        if (!exists) {
            throw new ProviderException(id, ErrorKind.NOT_FOUND, "no such instance");
        }
    }

    @Override
    public DestroyOutcome destroy(InstanceId instance) {
        if (market.refusesDestroys()) {
            throw new ProviderException(id, ErrorKind.UNAUTHORIZED, "the key may not end anything");
        }
        return call(
                MarketOperation.DESTROY,
                () -> !empty && market.destroy(instance) ? DestroyOutcome.ACCEPTED : DestroyOutcome.ALREADY_GONE);
    }

    @Override
    public List<Volume> volumes() {
        return call(MarketOperation.BILL, market::volumes);
    }

    @Override
    public ProviderBill bill(CostPeriod period) {
        return call(MarketOperation.BILL, () -> market.bill(period));
    }

    private Optional<FakeRental> found(InstanceId instance) {
        return empty ? Optional.empty() : market.visible(instance);
    }

    private LaunchOutcome bought(LaunchRequest request) {
        return market.buy(request, traits.keysAtLaunch())
                .map(rental -> (LaunchOutcome) new LaunchOutcome.Launched(rental.id()))
                .orElseGet(() -> new LaunchOutcome.Rejected(ErrorKind.OFFER_GONE, "no such offer", null));
    }

    private LaunchOutcome toldOf(LaunchOutcome outcome) {
        return market.isLying(MarketLie.REFUSED_YET_BOUGHT)
                ? new LaunchOutcome.Rejected(ErrorKind.RATE_LIMITED, "too many requests", null)
                : outcome;
    }

    private static LaunchOutcome lost(LaunchOutcome outcome) {
        return new LaunchOutcome.Unknown("the answer was lost: it would have been a "
                + outcome.getClass().getSimpleName());
    }

    /** The account that its key is of; nobody has to be asked. */
    public AccountId accountId() {
        return new AccountId(id, "memory:" + id, account);
    }

    /** Tries again what may be tried again, as an adapter does. */
    private <T> T call(MarketOperation operation, Supplier<T> effect) {
        if (!keyIsGood || market.isLying(MarketLie.KEY_REVOKED)) {
            throw new ProviderException(id, ErrorKind.UNAUTHORIZED, "the key is refused");
        }
        ErrorKind last = ErrorKind.UNAVAILABLE;
        for (int tried = 0; tried < TRIES; tried++) {
            Optional<MarketFault> fault = market.nextFault(operation);
            if (fault.isEmpty()) {
                return effect.get();
            }
            last = failure(fault.get(), effect);
            if (last == ErrorKind.MALFORMED) {
                break;
            }
        }
        throw new ProviderException(id, last, operation.name() + " failed");
    }

    private static ErrorKind failure(MarketFault fault, Supplier<?> effect) {
        return switch (fault) {
            case RATE_LIMIT -> ErrorKind.RATE_LIMITED;
            case SERVER_ERROR, DROP_BEFORE_EFFECT -> ErrorKind.UNAVAILABLE;
            case BARE_NOT_FOUND -> ErrorKind.MALFORMED;
            case GATEWAY_ERROR_AFTER_EFFECT, DROP_AFTER_EFFECT -> after(effect, ErrorKind.UNAVAILABLE);
            case NONSENSE -> after(effect, ErrorKind.MALFORMED);
        };
    }

    private static ErrorKind after(Supplier<?> effect, ErrorKind kind) {
        Object unheard = effect.get();
        return unheard == null ? ErrorKind.MALFORMED : kind;
    }
}
