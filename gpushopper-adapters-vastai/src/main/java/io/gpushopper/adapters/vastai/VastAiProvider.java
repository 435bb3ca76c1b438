package io.gpushopper.adapters.vastai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gpushopper.adapters.http.AdapterRuntime;
import io.gpushopper.adapters.http.ApiAnswer;
import io.gpushopper.adapters.http.ApiClient;
import io.gpushopper.adapters.http.CallPriority;
import io.gpushopper.adapters.http.JsonFields;
import io.gpushopper.adapters.http.Redactor;
import io.gpushopper.domain.cost.Usd;
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
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Vast.ai. Thread-safe. */
final class VastAiProvider implements Provider {
    /**
     * From docs/PROVIDERS.md, Vast.ai. Create 60 s; a listing may lag, at most 2 min (docs/no-orphans.md, A2); keys are attached after
     * the purchase, for a key in it is not reliable; the machine bills from running on, and only the disk before; a disk has at least
     * 8 GB; a stopped instance frees its GPUs at once and bills its disk alone.
     */
    private static final ProviderTraits TRAITS =
            new ProviderTraits(Duration.ofSeconds(60), Duration.ofMinutes(2), false, false, 8, true);

    private static final String USER_AGENT = "gpushopper";

    private final VastAiConfig config;
    private final VastAiApi api;
    private final ApiClient client;
    private final VastAiSearch search;
    private final VastAiTemplates templates;
    private final VastAiInstances instances;
    private final GatheredEnds ends;
    private final InstantSource clock;
    private volatile @Nullable AccountId knownAccount;

    VastAiProvider(VastAiConfig config, AdapterRuntime runtime) {
        Redactor redactor = new Redactor(config.apiKey());
        this.config = config;
        this.api = new VastAiApi(config, runtime);
        this.client = new ApiClient(
                VastAiProviderFactory.ID, config.apiKey(), USER_AGENT, new VastAiErrors(redactor), runtime);
        this.search = new VastAiSearch(api, client, config, runtime.clock());
        this.templates = new VastAiTemplates(api, client);
        this.instances = new VastAiInstances(redactor);
        this.ends = new GatheredEnds(api, client);
        this.clock = runtime.clock();
    }

    @Override
    public ProviderId id() {
        return VastAiProviderFactory.ID;
    }

    @Override
    public ProviderTraits traits() {
        return TRAITS;
    }

    @Override
    public Account account() {
        JsonFields user = client.call(api.account()).json().orElseThrow();
        String id = user.text("id").orElseThrow(() -> malformed("account brought no user id"));
        AccountId account = new AccountId(VastAiProviderFactory.ID, config.url().toString(), id);
        knownAccount = account;
        // What can be spent is credit; balance is there too, often 0.
        Optional<Usd> credit =
                user.decimal("credit").or(() -> user.decimal("balance")).map(Usd::new);
        return new Account(account, credit.orElse(null));
    }

    @Override
    public List<Offer> offers() {
        return search.offers();
    }

    @Override
    public List<Template> templates() {
        return templates.recommended().stream().map(TemplateSetup::template).toList();
    }

    @Override
    public Optional<TemplateSetup> template(TemplateId id) {
        return templates.find(id);
    }

    @Override
    public Optional<String> unsupported(Offer offer, Setup setup, SetupSecrets secrets) {
        return VastAiLaunch.unsupported(LaunchTerms.parse(offer.launchTerms()), setup, secrets);
    }

    @Override
    public Duration launchWait() {
        return api.createTurns().estimate(CallPriority.LAUNCH);
    }

    @Override
    public boolean awaitLaunchTurn(Duration atMost) throws InterruptedException {
        return api.createTurns().take(CallPriority.LAUNCH, atMost);
    }

    @Override
    public LaunchOutcome launch(LaunchRequest request) {
        String offer = request.offer().providerOfferId();
        String ask = Rental.ask(offer);
        // Without its price a bid would be a rental on demand, at another price.
        boolean isBid = LaunchTerms.parse(request.launchTerms()).bid() != null;
        if (!request.offer().provider().equals(id())
                || !VastAiApi.isNumber(ask)
                || isBid != (Rental.of(offer) == Rental.BID)) {
            return new LaunchOutcome.Rejected(
                    ErrorKind.INVALID_REQUEST, "not an offer of Vast.ai: " + request.offer(), null);
        }
        return VastAiLaunch.outcome(
                client.sendOnce(api.create(ask, VastAiLaunch.order(request, config.image())), request.sendBy()));
    }

    @Override
    public Listing instances() {
        VastAiListing listing = new VastAiListing(api, client, instances, clock);
        try {
            AccountId account = knownAccount;
            return listing.walk(account == null ? account().id() : account);
        } catch (ProviderException noAccount) {
            return listing.partial(noAccount.kind(), String.valueOf(noAccount.getMessage()));
        }
    }

    @Override
    public InstanceAnswer instance(InstanceId id) {
        JsonFields body;
        try {
            body = client.call(api.get(id)).json().orElseThrow();
        } catch (ProviderException failed) {
            if (failed.kind() == ErrorKind.NOT_FOUND) {
                return new InstanceAnswer.NoSuchInstance(id);
            }
            throw failed;
        }
        if (body.isNull("instances")) {
            return new InstanceAnswer.NoSuchInstance(id);
        }
        // An object under a plural name, once an array.
        JsonFields told = body.at("instances");
        JsonFields one = told.elements().size() == 1 ? told.elements().get(0) : told;
        return instances
                .read(one)
                .filter(view -> view.id().equals(id))
                .map(InstanceAnswer.Present::new)
                .orElseThrow(() -> malformed("get brought something else than the instance " + id));
    }

    @Override
    public void attachKey(InstanceId id, SshPublicKey key) {
        client.call(api.attachKey(id, JsonNodeFactory.instance.objectNode().put("ssh_key", key.line())));
    }

    @Override
    public void stop(InstanceId id) {
        requireSuccess(client.call(api.stop(id)), "stop of " + id);
    }

    @Override
    public DestroyOutcome destroy(InstanceId id) {
        return ends.end(id);
    }

    @Override
    public List<Volume> volumes() {
        JsonFields body = client.call(api.volumes()).json().orElseThrow();
        if (!body.at("volumes").isArray()) {
            throw malformed("volumes brought no list");
        }
        return body.at("volumes").elements().stream()
                .map(VastAiProvider::volume)
                .toList();
    }

    /** {@code {"id":20118481,"machine_id":4711,"disk_space":15.0,"label":null,"status":"active"}}. */
    private static Volume volume(JsonFields told) {
        return new Volume(
                told.text("id").orElseThrow(() -> malformed("volumes brought one without an id")),
                told.text("machine_id").orElse(null),
                told.decimal("disk_space").orElse(null));
    }

    @Override
    public ProviderBill bill(CostPeriod period) {
        return new VastAiBill(api, client, period).walk();
    }

    /** An answer without the word says nothing. */
    static void requireSuccess(ApiAnswer answer, String what) {
        if (!answer.json().flatMap(body -> body.flag("success")).orElse(false)) {
            throw malformed(what + " brought no success");
        }
    }

    private static ProviderException malformed(String what) {
        return new ProviderException(VastAiProviderFactory.ID, ErrorKind.MALFORMED, what);
    }
}
