package io.gpushopper.testkit;

import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.offer.HostFacts;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.OfferPlace;
import io.gpushopper.domain.offer.OfferedGpus;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.offer.TemplateId;
import io.gpushopper.domain.offer.VramGb;
import io.gpushopper.domain.session.AbsenceHold;
import io.gpushopper.domain.session.AbsenceProof;
import io.gpushopper.domain.session.AccountId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.Delivery;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.EndCause;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.FailureType;
import io.gpushopper.domain.session.IdleWatch;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.InstanceCondition;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.Labels;
import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.LaunchOutcome;
import io.gpushopper.domain.session.ModelServer;
import io.gpushopper.domain.session.OpenPorts;
import io.gpushopper.domain.session.RetryScope;
import io.gpushopper.domain.session.RetryTerms;
import io.gpushopper.domain.session.ServedModel;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionOptions;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.domain.session.SessionTerms;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.domain.session.SpendBound;
import io.gpushopper.domain.session.SpendLimits;
import io.gpushopper.domain.session.SshEndpoint;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.domain.session.Tag;
import io.gpushopper.domain.session.Usage;
import io.gpushopper.domain.session.UsageSample;
import io.gpushopper.domain.session.UseSign;
import io.gpushopper.domain.session.WorkloadType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Any sessions that the domain's types allow, sensible or not, each field of them present and absent in turn, for stores that
 * must give them back as they were. Times are whole microseconds. Confined to one thread.
 */
final class RandomSessions {
    private static final String LETTERS = "abcXYZ019 .,:;'\"\\/%_{}[]\u00e4\u00f6\u4e16\ud83d\ude80\n\t";

    private final RandomGenerator random;

    RandomSessions(RandomGenerator random) {
        this.random = random;
    }

    Session next() {
        SessionId id = SessionId.random(random);
        ProviderId provider = new ProviderId(one(List.of("vastai", "tensordock", "p2")));
        List<LaunchAttempt> attempts = new ArrayList<>();
        for (int number = 1; number <= 1 + random.nextInt(3); number++) {
            attempts.add(attempt(id, provider, number));
        }
        return session(id, terms(provider), attempts, provider);
    }

    /** Another state of the same session: nothing that it knew is missing, and anything may be new. */
    Session changed(Session before) {
        ProviderId provider = before.provider();
        List<LaunchAttempt> attempts = new ArrayList<>();
        for (LaunchAttempt known : before.attempts()) {
            LaunchAttempt next = attempt(before.id(), provider, known.tag().attempt());
            attempts.add(new LaunchAttempt(
                    known.tag(),
                    known.offer(),
                    known.gpu(),
                    known.machine(),
                    known.launchTerms(),
                    known.account(),
                    known.agreed(),
                    known.writtenAt(),
                    next.sent(),
                    next.answer(),
                    next.settlement(),
                    next.search(),
                    next.failed()));
        }
        attempts.add(attempt(before.id(), provider, attempts.size() + 1));
        List<Instance> instances = new ArrayList<>();
        before.instances().forEach(known -> instances.add(instance(known.id(), known.tag(), known.learntAt())));
        instances.add(instance(instanceId(provider), attempts.get(0).tag(), time()));
        SessionTerms terms =
                random.nextBoolean() ? before.terms() : before.terms().rented(offer(provider));
        return new Session(
                before.id(),
                terms,
                state(instances),
                attempts,
                instances,
                delivery(),
                before.stamp(),
                orNull(this::time));
    }

    private Session session(SessionId id, SessionTerms terms, List<LaunchAttempt> attempts, ProviderId provider) {
        List<Instance> instances = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            instances.add(instance(instanceId(provider), one(attempts).tag(), time()));
        }
        return new Session(
                id, terms, state(instances), attempts, instances, delivery(), Session.Stamp.NEW, orNull(this::time));
    }

    private SessionTerms terms(ProviderId provider) {
        Instant createdAt = time();
        Instant expiresAt = createdAt.plusSeconds(1 + random.nextInt(1_000_000));
        Setup setup = setup();
        return new SessionTerms(
                new ConsumerId("c" + text().replaceAll("\\p{Cntrl}", "-")),
                offerId(provider),
                gpus(),
                rate(),
                random.nextInt(10_000),
                one(List.of(WorkloadType.values())),
                duration(),
                random.nextInt(1000),
                createdAt,
                expiresAt,
                expiresAt.plusSeconds(random.nextInt(1_000_000)),
                duration(),
                duration(),
                keys(setup),
                key(),
                options(setup));
    }

    private List<SshPublicKey> keys(Setup setup) {
        if (!setup.hasLogin()) {
            return List.of();
        }
        return random.nextBoolean() ? List.of(key()) : List.of(key(), key());
    }

    private Delivery delivery() {
        return one(List.of(Delivery.BROUGHT, Delivery.STORED, Delivery.BEGUN, Delivery.owedBy(time())));
    }

    private Setup setup() {
        List<Integer> ports = List.of(8000, 1 + random.nextInt(65_535));
        return switch (random.nextInt(4)) {
            case 0 -> Setup.serving(text(), ports, null);
            case 1 -> Setup.serving(orNull(this::text), ports, model());
            case 2 -> new Setup(orNull(this::text), ports);
            default ->
                new Setup(
                        orNull(this::text),
                        List.of(),
                        orNull(() -> new TemplateId("template-" + random.nextInt(1_000))));
        };
    }

    private ServedModel model() {
        ModelServer server = one(List.of(ModelServer.values()));
        String id = "owner/model-" + (1 + random.nextInt(400)) + "B";
        return new ServedModel(server, id, orNull(() -> one(List.of("awq", "gptq"))));
    }

    private SessionOptions options(Setup setup) {
        Map<String, String> tags = new TreeMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            tags.put(text(), text());
        }
        return new SessionOptions(
                new Labels(orNull(this::text), tags),
                setup,
                new SpendLimits(
                        orNull(this::rate),
                        orNull(() -> new Usd(BigDecimal.valueOf(random.nextLong(1_000_000_000L), 6)))),
                new RetryTerms(random.nextInt(6), one(List.of(RetryScope.values()))),
                orNull(this::duration));
    }

    private Offer offer(ProviderId provider) {
        return new Offer(
                offerId(provider),
                gpus(),
                new Rates(rate(), rate()),
                1 + random.nextInt(10_000),
                new OfferPlace("", null, false),
                0,
                0,
                null,
                HostFacts.NONE,
                "",
                time());
    }

    private OfferId offerId(ProviderId provider) {
        return new OfferId(provider, Long.toString(random.nextLong() >>> 1, 36) + "-" + random.nextInt(9));
    }

    private OfferedGpus gpus() {
        return new OfferedGpus(
                new GpuModel("g" + text()), text(), 1 + random.nextInt(16), new VramGb(1 + random.nextInt(300)));
    }

    private SessionState state(List<Instance> instances) {
        List<Supplier<SessionState>> states = new ArrayList<>(List.of(
                SessionState.Pending::new,
                SessionState.Launching::new,
                () -> new SessionState.Retrying(
                        new EndCause.Failure(one(List.of(FailureType.values())), text()), time()),
                () -> new SessionState.Ending(cause(), time()),
                () -> new SessionState.Stopped(cause(), time()),
                () -> new SessionState.Failed(cause(), time())));
        if (!instances.isEmpty()) {
            InstanceId bound = one(instances).id();
            states.add(() -> new SessionState.Halting(cause(), bound, time()));
            states.add(() -> new SessionState.Kept(cause(), bound, time(), time()));
            states.add(() -> new SessionState.Booting(bound));
            states.add(() -> new SessionState.Verifying(bound));
            states.add(() -> new SessionState.Running(bound, time()));
        }
        return one(states).get();
    }

    private EndCause cause() {
        return random.nextBoolean()
                ? EndCause.of(one(List.of(StopReason.values())))
                : EndCause.failure(one(List.of(FailureType.values())), text());
    }

    private LaunchAttempt attempt(SessionId id, ProviderId provider, int number) {
        return new LaunchAttempt(
                new Tag(DeploymentId.random(random), id, number, time()),
                new OfferId(provider, Integer.toString(random.nextInt(1, 1_000_000))),
                new GpuModel(one(List.of("RTX 4090", "A100 SXM4"))),
                orNull(this::text),
                text(),
                new AccountId(provider, "https://example.com/" + random.nextInt(9), text()),
                new Rates(rate(), rate()),
                time(),
                orNull(() -> new LaunchAttempt.Sent(time(), time())),
                orNull(() -> outcome(provider)),
                orNull(() -> one(List.of(LaunchAttempt.Settlement.values()))),
                new LaunchAttempt.Search(random.nextInt(9), orNull(this::time), orNull(this::time)),
                orNull(() -> new LaunchAttempt.Failed(one(List.of(FailureType.values())), time())));
    }

    private LaunchOutcome outcome(ProviderId provider) {
        return switch (random.nextInt(3)) {
            case 0 -> new LaunchOutcome.Launched(instanceId(provider));
            case 1 ->
                new LaunchOutcome.Rejected(
                        one(List.of(ErrorKind.values())), text(), orNull(() -> instanceId(provider)));
            default -> new LaunchOutcome.Unknown(text());
        };
    }

    private Instance instance(InstanceId id, Tag tag, Instant learntAt) {
        List<SshEndpoint> endpoints = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            endpoints.add(endpoint());
        }
        Instance.Sightings sightings = new Instance.Sightings(
                one(List.of(InstanceCondition.values())),
                endpoints,
                ports(),
                text(),
                orNull(this::time),
                orNull(this::time),
                orNull(this::time),
                orNull(this::time),
                orNull(this::time));
        Instance.Access access = new Instance.Access(
                orNull(this::time),
                random.nextBoolean(),
                orNull(this::time),
                text(),
                orNull(this::endpoint),
                orNull(this::text),
                orNull(this::time),
                random.nextInt(9));
        AbsenceProof absence = new AbsenceProof(
                orNull(this::time),
                orNull(this::time),
                orNull(this::time),
                orNull(this::time),
                random.nextInt(20),
                orNull(() -> new AbsenceHold(time(), orNull(this::time), orNull(this::time))));
        Instance.Ending ending = new Instance.Ending(
                orNull(this::time),
                orNull(this::time),
                orNull(this::time),
                random.nextInt(99),
                absence,
                orNull(this::time));
        return new Instance(
                id,
                tag,
                learntAt,
                sightings,
                access,
                ending,
                new Instance.Halt(orNull(this::time), orNull(this::time), random.nextInt(4), orNull(this::time)),
                new Instance.Meter(orNull(this::charge), orNull(this::charge), orNull(this::bound)),
                idleWatch());
    }

    private IdleWatch idleWatch() {
        return new IdleWatch(
                orNull(() -> new IdleWatch.Look(time(), counters(), usage())),
                orNull(() -> new UseSign(time(), text())),
                orNull(() -> new IdleWatch.Idleness(time(), Duration.ofMillis(random.nextInt()), orNull(this::time))),
                orNull(() -> new IdleWatch.Failing(time(), time(), text(), random.nextBoolean())));
    }

    private UsageSample.Counters counters() {
        return new UsageSample.Counters(
                orNull(() -> Duration.ofMillis(random.nextInt())),
                orNull(() -> Duration.ofMillis(random.nextInt())),
                orNull(random::nextLong));
    }

    private Usage usage() {
        return new Usage(
                orNull(() -> random.nextInt(101)),
                orNull(() -> random.nextInt(90_000)),
                orNull(() -> random.nextInt(9)),
                orNull(() -> BigDecimal.valueOf(random.nextInt(100_000), 1)),
                orNull(random::nextLong));
    }

    private OpenPorts ports() {
        String host = endpoint().host();
        List<OpenPorts.PublicPort> mapped = random.nextBoolean()
                ? List.of()
                : List.of(new OpenPorts.PublicPort(8_000, host, 1 + random.nextInt(65_535)));
        return new OpenPorts(mapped, orNull(() -> host));
    }

    private Instance.OpenCharge charge() {
        return new Instance.OpenCharge(time(), rate(), random.nextBoolean());
    }

    private SpendBound bound() {
        return new SpendBound(
                new Usd(new BigDecimal(random.nextLong(1_000_000_000_000L)).movePointLeft(12)), time(), rate());
    }

    private SshEndpoint endpoint() {
        String host = one(List.of("203.0.113.9", "2001:db8::7", "ssh5.example.com"));
        return new SshEndpoint(host, 1 + random.nextInt(65_535), one(List.of("root", "user", "a b")));
    }

    private InstanceId instanceId(ProviderId provider) {
        return new InstanceId(provider, Long.toString(random.nextLong() >>> 1, 36));
    }

    private SshPublicKey key() {
        StringBuilder base64 = new StringBuilder();
        for (int i = 20 + random.nextInt(600); i > 0; i--) {
            base64.append("ABCdef+/019".charAt(random.nextInt(11)));
        }
        return new SshPublicKey("ssh-ed25519 " + base64 + (random.nextBoolean() ? " a@b" : ""));
    }

    private UsdPerHour rate() {
        return new UsdPerHour(BigDecimal.valueOf(random.nextLong(100_000_000_000L), 6));
    }

    private Duration duration() {
        return Duration.ofSeconds(1 + random.nextInt(10_000_000));
    }

    private Instant time() {
        Instant any =
                Instant.ofEpochSecond(random.nextLong(1_600_000_000L, 4_000_000_000L), random.nextInt(1_000_000_000));
        return any.truncatedTo(ChronoUnit.MICROS);
    }

    private String text() {
        int[] points = LETTERS.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private <T> @Nullable T orNull(Supplier<T> value) {
        return random.nextInt(3) == 0 ? null : value.get();
    }
}
