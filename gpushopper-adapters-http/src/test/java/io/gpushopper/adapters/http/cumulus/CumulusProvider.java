package io.gpushopper.adapters.http.cumulus;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.adapters.http.ApiAnswer;
import io.gpushopper.adapters.http.ApiCall;
import io.gpushopper.adapters.http.ApiClient;
import io.gpushopper.adapters.http.ApiFailure;
import io.gpushopper.adapters.http.CallPriority;
import io.gpushopper.adapters.http.JsonFields;
import io.gpushopper.adapters.http.Pacer;
import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.offer.HostFacts;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.OfferPlace;
import io.gpushopper.domain.offer.OfferedGpus;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.offer.VramGb;
import io.gpushopper.domain.session.AccountId;
import io.gpushopper.domain.session.DestroyOutcome;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.InstanceCondition;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.InstanceView;
import io.gpushopper.domain.session.LaunchOutcome;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.domain.session.SshEndpoint;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.ports.Account;
import io.gpushopper.ports.InstanceAnswer;
import io.gpushopper.ports.LaunchRequest;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.ProviderBill;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.ports.ProviderTraits;
import io.gpushopper.ports.SetupSecrets;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cumulus, which rents out boxes by plan. Thread-safe.
 *
 * <pre>{"plans":[{"id":"p-1","gpu":"RTX 4090","gpus":1,"vram_gb":24,"usd_per_hour":0.41,"left":2,"place":"Oslo, NO"}]}
 * {"box":{"id":"b-1","name":"gpushop-…","state":"up","ip":"127.0.0.1","port":22,"usd_per_hour":0.41}}
 * {"boxes":[…],"count":1}</pre>
 */
final class CumulusProvider implements Provider {
    // All of it invented: an order takes a minute at most, a box shows within two, keys travel in the order, all bills
    // from the order on.
    private static final ProviderTraits TRAITS =
            new ProviderTraits(Duration.ofMinutes(1), Duration.ofMinutes(2), true, true, 50);

    private final CumulusConfig config;
    private final ApiClient client;
    private final Pacer pacer;
    private final InstantSource clock;

    CumulusProvider(CumulusConfig config, ApiClient client, Pacer pacer, InstantSource clock) {
        this.config = config;
        this.client = client;
        this.pacer = pacer;
        this.clock = clock;
    }

    @Override
    public ProviderId id() {
        return CumulusProviderFactory.ID;
    }

    @Override
    public ProviderTraits traits() {
        return TRAITS;
    }

    @Override
    public Account account() {
        JsonFields me = json(
                client.call(call("account", CallPriority.READ, "GET", "/me").pastBreaker()));
        String name = me.text("id").orElseThrow(() -> malformed("an account without an id"));
        return new Account(
                new AccountId(id(), config.url().toString(), name),
                me.decimal("usd").map(Usd::new).orElse(null));
    }

    @Override
    public List<Offer> offers() {
        JsonFields plans = json(client.call(call("search", CallPriority.SEARCH, "GET", "/plans")))
                .at("plans");
        if (!plans.isArray()) {
            throw malformed("no list of plans");
        }
        Instant fetchedAt = clock.instant();
        return plans.elements().stream()
                .filter(plan -> plan.integer("left").orElse(0) > 0)
                .map(plan -> offer(plan, fetchedAt))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Offer> offer(JsonFields plan, Instant fetchedAt) {
        Optional<String> plainId = plan.text("id");
        Optional<String> gpu = plan.text("gpu");
        Optional<UsdPerHour> price = price(plan);
        int gpus = plan.smallInteger("gpus").orElse(0);
        int vram = plan.smallInteger("vram_gb").orElse(0);
        if (plainId.isEmpty() || gpu.isEmpty() || price.isEmpty() || gpus < 1 || vram < 1) {
            return Optional.empty();
        }
        return Optional.of(new Offer(
                new OfferId(id(), plainId.get()),
                new OfferedGpus(GpuModel.of(gpu.get()), gpu.get(), gpus, new VramGb(vram)),
                new Rates(price.get(), UsdPerHour.ZERO),
                TRAITS.minDiskGb(),
                new OfferPlace(plan.text("place").orElse(""), null, null),
                1,
                0.9,
                null,
                HostFacts.NONE,
                "",
                fetchedAt));
    }

    @Override
    public Optional<String> unsupported(Offer offer, Setup setup, SetupSecrets secrets) {
        return setup.image() == null ? Optional.empty() : Optional.of("docker_image: Cumulus runs its own image");
    }

    @Override
    public Duration launchWait() {
        return pacer.estimate(CallPriority.LAUNCH);
    }

    @Override
    public boolean awaitLaunchTurn(Duration atMost) throws InterruptedException {
        return pacer.take(CallPriority.LAUNCH, atMost);
    }

    /** The tag travels as the box's name. Only a code of theirs is a refusal; all else may have made a box. */
    @Override
    public LaunchOutcome launch(LaunchRequest request) {
        ObjectNode order = JsonNodeFactory.instance
                .objectNode()
                .put("plan", request.offer().providerOfferId())
                .put("name", request.tag().text())
                .put("disk_gb", request.diskGb());
        ArrayNode keys = order.putArray("keys");
        request.keys().forEach(key -> keys.add(key.line()));
        ApiCall call = call("create", CallPriority.LAUNCH, "POST", "/boxes").withBody(order.toString());
        return client.sendOnce(call, request.sendBy())
                .match(
                        answered -> outcome(answered.answer(), answered.failure()),
                        notSent -> new LaunchOutcome.Rejected(
                                notSent.failure().kind(), notSent.failure().message(), null),
                        lost -> new LaunchOutcome.Unknown(lost.failure().message()));
    }

    private LaunchOutcome outcome(ApiAnswer answer, @Nullable ApiFailure failure) {
        Optional<InstanceId> made =
                answer.json().flatMap(body -> body.at("box").text("id")).map(box -> new InstanceId(id(), box));
        if (failure == null) {
            return made.<LaunchOutcome>map(LaunchOutcome.Launched::new)
                    .orElseGet(() -> new LaunchOutcome.Unknown("an order without a box"));
        }
        boolean open = failure.kind() == ErrorKind.UNAVAILABLE || failure.kind() == ErrorKind.MALFORMED;
        return open
                ? new LaunchOutcome.Unknown(failure.message())
                : new LaunchOutcome.Rejected(failure.kind(), failure.message(), made.orElse(null));
    }

    /** One page, which is complete when it holds as many as it counts. */
    @Override
    public Listing instances() {
        Instant askedAt = clock.instant();
        try {
            AccountId account = account().id();
            JsonFields body = json(
                    client.call(call("list", CallPriority.READ, "GET", "/boxes").pastBreaker()));
            List<InstanceView> boxes = body.at("boxes").elements().stream()
                    .map(this::view)
                    .flatMap(Optional::stream)
                    .toList();
            boolean whole = body.at("boxes").isArray() && body.integer("count").orElse(-1) == boxes.size();
            return whole
                    ? new Listing.Complete(account, askedAt, clock.instant(), boxes)
                    : new Listing.Partial(id(), askedAt, boxes, ErrorKind.MALFORMED, "fewer boxes than are counted");
        } catch (ProviderException failed) {
            return new Listing.Partial(id(), askedAt, List.of(), failed.kind(), String.valueOf(failed.getMessage()));
        }
    }

    @Override
    public InstanceAnswer instance(InstanceId box) {
        try {
            JsonFields body = json(client.call(call("get", CallPriority.READ, "GET", "/boxes/" + box.value())));
            return view(body.at("box"))
                    .filter(view -> view.id().equals(box))
                    .map(InstanceAnswer.Present::new)
                    .orElseThrow(() -> malformed("something else than the box"));
        } catch (ProviderException failed) {
            if (failed.kind() == ErrorKind.NOT_FOUND) {
                return new InstanceAnswer.NoSuchInstance(box);
            }
            throw failed;
        }
    }

    private Optional<InstanceView> view(JsonFields box) {
        Optional<String> boxId = box.text("id");
        if (boxId.isEmpty() || !box.isTextIfAny("name")) {
            return Optional.empty();
        }
        String state = box.text("state").orElse("");
        List<SshEndpoint> endpoints = box.text("ip")
                .map(ip -> List.of(new SshEndpoint(ip, box.smallInteger("port").orElse(22), "root")))
                .orElse(List.of());
        return Optional.of(new InstanceView(
                new InstanceId(id(), boxId.get()),
                box.text("name").orElse(""),
                switch (state) {
                    case "starting" -> InstanceCondition.STARTING;
                    case "up" -> InstanceCondition.RUNNING;
                    case "ending" -> InstanceCondition.ENDING;
                    case "broken" -> InstanceCondition.FAILED;
                    default -> InstanceCondition.UNREACHABLE;
                },
                endpoints,
                price(box).map(rate -> new Rates(rate, UsdPerHour.ZERO)).orElse(null),
                null,
                state));
    }

    @Override
    public void attachKey(InstanceId box, SshPublicKey key) {
        throw new ProviderException(id(), ErrorKind.UNSUPPORTED, "keys travel in the order only");
    }

    @Override
    public DestroyOutcome destroy(InstanceId box) {
        try {
            ApiAnswer answer = client.call(call("destroy", CallPriority.DESTROY, "DELETE", "/boxes/" + box.value()));
            if (!json(answer).flag("ok").orElse(false)) {
                throw malformed("no word of the end");
            }
            return DestroyOutcome.ACCEPTED;
        } catch (ProviderException failed) {
            if (failed.kind() == ErrorKind.NOT_FOUND) {
                return DestroyOutcome.ALREADY_GONE;
            }
            throw failed;
        }
    }

    @Override
    public ProviderBill bill(CostPeriod period) {
        return new ProviderBill.Untold();
    }

    private ApiCall call(String operation, CallPriority priority, String verb, String path) {
        return ApiCall.of(operation, priority, pacer, verb, URI.create(config.url() + path));
    }

    private static Optional<UsdPerHour> price(JsonFields of) {
        return of.decimal("usd_per_hour").filter(price -> price.signum() > 0).map(UsdPerHour::new);
    }

    private static JsonFields json(ApiAnswer answer) {
        return answer.json().orElseThrow(() -> malformed("no JSON"));
    }

    private static ProviderException malformed(String what) {
        return new ProviderException(CumulusProviderFactory.ID, ErrorKind.MALFORMED, "Cumulus brought " + what);
    }
}
