package io.gpushopper.adapters.tensordock;

import io.gpushopper.adapters.http.ApiAnswer;
import io.gpushopper.adapters.http.ApiClient;
import io.gpushopper.adapters.http.ApiExchange;
import io.gpushopper.adapters.http.CallPriority;
import io.gpushopper.adapters.http.JsonFields;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.ProviderId;
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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TensorDock over its API v2. Thread-safe. */
final class TensorDockProvider implements Provider {
    /**
     * Where each is from:
     *
     * <ul>
     *   <li>launch time-out: 60 s were exceeded again and again (cloud-gpu-shopper, live, 2026), 120 s is what the Terraform provider
     *       waits;
     *   <li>visibility lag: not published; ours, larger than any delay that a client reports;
     *   <li>keys in the purchase only: the API has no call that adds one (docs, instance management);
     *   <li>charged from deployment, whatever the boot brings (clients; the docs name hourly rates only);
     *   <li>disk: 100 GB at least (docs, instance creation);
     *   <li>refusals: good credentials were answered with 401 now and then, for no cause that was found (cloud-gpu-shopper, live, 2026).
     * </ul>
     */
    private static final ProviderTraits TRAITS = new ProviderTraits(
                    TensorDockApi.LAUNCH_TIMEOUT, Duration.ofMinutes(10), true, true, Shape.DISK_GB)
            .believing(3);

    private static final Logger LOG = LoggerFactory.getLogger(TensorDockProvider.class);

    private final TensorDockApi api;
    private final ApiClient client;
    private final TensorDockErrors errors;
    private final AccountId account;
    private final @Nullable TensorDockBalance balance;
    private final InstantSource clock;
    private final Lessons lessons = new Lessons();
    private final AtomicBoolean emptyStockTold = new AtomicBoolean();

    /** @param balance null when nothing is configured to ask it with */
    TensorDockProvider(
            TensorDockApi api,
            ApiClient client,
            TensorDockErrors errors,
            AccountId account,
            @Nullable TensorDockBalance balance,
            InstantSource clock) {
        this.api = api;
        this.client = client;
        this.errors = errors;
        this.account = account;
        this.balance = balance;
        this.clock = clock;
    }

    @Override
    public ProviderId id() {
        return TensorDockApi.ID;
    }

    @Override
    public ProviderTraits traits() {
        return TRAITS;
    }

    @Override
    public Account account() {
        listing(client.call(api.account()));
        return new Account(account, balance == null ? null : balance.ask().orElse(null));
    }

    @Override
    public List<Offer> offers() {
        Instant fetchedAt = clock.instant();
        JsonFields locations = json(client.call(api.locations())).at("data").at("locations");
        if (!locations.isArray()) {
            throw malformed("the answer has no list of locations");
        }
        List<Offer> offers = TensorDockOffers.of(
                locations.elements().stream().map(TensorDockLocationJson::new).toList(),
                location -> lessons.lacksAddresses(location, fetchedAt),
                fetchedAt);
        warnWhenNewlyEmpty(offers);
        return offers;
    }

    /** It rents out whole machines, which run no container of ours. */
    @Override
    public Optional<String> unsupported(Offer offer, Setup setup, SetupSecrets secrets) {
        if (setup.template() != null) {
            return Optional.of("template_hash_id: TensorDock has no templates");
        }
        if (!setup.hasLogin()) {
            return Optional.of("launch_mode: TensorDock rents out virtual machines, which have no entrypoint");
        }
        return setup.image() == null
                ? Optional.empty()
                : Optional.of("docker_image: TensorDock rents out virtual machines, not containers");
    }

    @Override
    public Duration launchWait() {
        return api.pacer().estimate(CallPriority.LAUNCH);
    }

    @Override
    public boolean awaitLaunchTurn(Duration atMost) throws InterruptedException {
        return api.pacer().take(CallPriority.LAUNCH, atMost);
    }

    @Override
    public LaunchOutcome launch(LaunchRequest request) {
        Optional<LaunchTerms> terms = LaunchTerms.parse(request.launchTerms());
        if (terms.isEmpty()) {
            return new LaunchOutcome.Rejected(
                    ErrorKind.INVALID_REQUEST, "not sent: the offer's terms make no sense", null);
        }
        String location = terms.get().location();
        String image = lessons.image(location);
        if (terms.get().network() == NetworkMode.PORT_FORWARD) {
            lessons.forward(request.tag().text());
        }
        ApiExchange exchange =
                client.sendOnce(api.create(TensorDockPurchase.body(request, terms.get(), image)), request.sendBy());
        return exchange.match(
                answered -> afterAnswer(answered.answer(), location, image),
                notSent -> new LaunchOutcome.Rejected(
                        notSent.failure().kind(), notSent.failure().message(), null),
                lost -> new LaunchOutcome.Unknown(lost.failure().message()));
    }

    @Override
    public Listing instances() {
        Instant askedAt = clock.instant();
        try {
            TensorDockListing found = listing(client.call(api.instances()));
            if (found.unreadable() == 0) {
                return new Listing.Complete(account, askedAt, clock.instant(), found.instances());
            }
            String reason = found.unreadable() + " elements of the list are no instances that we can read";
            return new Listing.Partial(id(), askedAt, found.instances(), ErrorKind.MALFORMED, reason);
        } catch (ProviderException failed) {
            return new Listing.Partial(id(), askedAt, List.of(), failed.kind(), String.valueOf(failed.getMessage()));
        }
    }

    @Override
    public InstanceAnswer instance(InstanceId id) {
        requireAskable(id);
        JsonFields body;
        try {
            body = json(client.call(api.instance(id)));
        } catch (ProviderException failed) {
            if (failed.kind() == ErrorKind.NOT_FOUND) {
                return new InstanceAnswer.NoSuchInstance(id);
            }
            throw failed;
        }
        JsonFields data = body.at("data");
        InstanceView view = new TensorDockInstanceJson(data.isObject() ? data : body)
                .view(lessons::wantsForward)
                .filter(found -> found.id().equals(id))
                .orElseThrow(() -> malformed("the answer is not the instance " + id.value()));
        return new InstanceAnswer.Present(view);
    }

    /** Its documentation names a section on billing and shows nothing of it: docs/PROVIDERS.md, TensorDock. */
    @Override
    public ProviderBill bill(CostPeriod period) {
        return new ProviderBill.Untold();
    }

    @Override
    public void attachKey(InstanceId id, SshPublicKey key) {
        throw new ProviderException(
                id(), ErrorKind.UNSUPPORTED, "keys travel in the purchase only; none can be added later");
    }

    @Override
    public DestroyOutcome destroy(InstanceId id) {
        requireAskable(id);
        try {
            client.call(api.destroy(id));
            return DestroyOutcome.ACCEPTED;
        } catch (ProviderException failed) {
            if (failed.kind() == ErrorKind.NOT_FOUND) {
                return DestroyOutcome.ALREADY_GONE;
            }
            throw failed;
        }
    }

    private LaunchOutcome afterAnswer(ApiAnswer answer, String location, String image) {
        Optional<TensorDockErrors.Refusal> refusal = errors.inPurchase(answer);
        Optional<InstanceId> created = TensorDockInstanceJson.idIn(answer, refusal.isPresent());
        if (refusal.isEmpty()) {
            return created.<LaunchOutcome>map(LaunchOutcome.Launched::new)
                    .orElseGet(() -> new LaunchOutcome.Unknown("the answer neither refuses nor names an instance"));
        }
        learn(refusal.get().lesson(), location, image);
        ErrorKind kind = refusal.get().failure().kind();
        String message = refusal.get().failure().message();
        return created.isPresent() || refusal.get().madeNothing()
                ? new LaunchOutcome.Rejected(kind, message, created.orElse(null))
                : new LaunchOutcome.Unknown(message);
    }

    private void learn(TensorDockErrors.Lesson lesson, String location, String image) {
        switch (lesson) {
            case NONE -> {}
            case OTHER_IMAGE -> lessons.refuseImage(location, image);
            case NO_ADDRESS -> lessons.refuseAddress(location, clock.instant());
        }
    }

    /** Also what an account without a deposit sees, so worth a word, but one only. */
    private void warnWhenNewlyEmpty(List<Offer> offers) {
        if (!offers.isEmpty()) {
            emptyStockTold.set(false);
        } else if (emptyStockTold.compareAndSet(false, true)) {
            LOG.warn("TensorDock shows nothing for rent; an account without a deposit may see no stock");
        }
    }

    private TensorDockListing listing(ApiAnswer answer) {
        return TensorDockListing.in(json(answer), lessons::wantsForward)
                .orElseThrow(() -> malformed("the list of instances has a shape that is not known"));
    }

    private static JsonFields json(ApiAnswer answer) {
        return answer.json().orElseThrow(() -> malformed("the answer is no JSON"));
    }

    private static void requireAskable(InstanceId id) {
        if (!id.provider().equals(TensorDockApi.ID) || !TensorDockApi.isInstanceId(id.value())) {
            throw new ProviderException(TensorDockApi.ID, ErrorKind.INVALID_REQUEST, id + " is no id of TensorDock's");
        }
    }

    private static ProviderException malformed(String message) {
        return new ProviderException(TensorDockApi.ID, ErrorKind.MALFORMED, message);
    }
}
