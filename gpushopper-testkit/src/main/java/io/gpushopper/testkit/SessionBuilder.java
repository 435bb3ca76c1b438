package io.gpushopper.testkit;

import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.OfferedGpus;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.offer.VramGb;
import io.gpushopper.domain.session.AbsenceProof;
import io.gpushopper.domain.session.AccountId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.Delivery;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.EndCause;
import io.gpushopper.domain.session.FailureType;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.InstanceCondition;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.LaunchOutcome;
import io.gpushopper.domain.session.OpenPorts;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionOptions;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.domain.session.SessionTerms;
import io.gpushopper.domain.session.SshEndpoint;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.domain.session.Tag;
import io.gpushopper.domain.session.WorkloadType;
import io.gpushopper.ports.SshPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes sessions for tests: {@code aSession().running().build()}. Numbered sessions differ in id, offer, tag and instance, and
 * have the consumer {@code alice} unless they are told otherwise. Confined to one thread.
 */
public final class SessionBuilder {
    /** The deployment of every built session. */
    public static final DeploymentId DEPLOYMENT = new DeploymentId("testbed");
    /** What stands for the engine's private key. */
    public static final SshPrivateKey ENGINE_KEY =
            new SshPrivateKey("-----BEGIN FIXTURE-----\nengine\n-----END-----\n");

    private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final Rates RATES = new Rates(UsdPerHour.of("0.40"), UsdPerHour.of("0.012"));
    private static final Duration BOOT_TIMEOUT = Duration.ofMinutes(15);
    private static final Duration SSH_TIMEOUT = Duration.ofMinutes(10);
    private static final Duration KEPT_FOR = Duration.ofDays(3);
    private static final Duration HARD_LIMIT = Duration.ofHours(12);

    private final int number;
    private final SessionId id;
    private ProviderId provider = new ProviderId("vastai");
    private ConsumerId consumer = new ConsumerId("alice");
    private Instant createdAt = SettableClock.START;
    private int hours = 2;
    private SessionOptions options = SessionOptions.NONE;
    private Stage stage = Stage.PENDING;
    private @Nullable EndCause cause;
    private @Nullable OfferId offer;
    private @Nullable Instant nextActAt;
    private boolean looksSet;

    private enum Stage {
        PENDING,
        LAUNCHING,
        BOOTING,
        VERIFYING,
        RUNNING,
        ENDING,
        KEPT,
        OVER
    }

    private SessionBuilder(int number) {
        this.number = number;
        this.id = idOf(number);
    }

    /** The first session: pending, for two hours, at Vast.ai. */
    public static SessionBuilder aSession() {
        return aSession(1);
    }

    /** The session of that number; two numbers share nothing but their consumer. */
    public static SessionBuilder aSession(int number) {
        return new SessionBuilder(number);
    }

    public SessionBuilder consumer(String name) {
        consumer = new ConsumerId(name);
        return this;
    }

    public SessionBuilder provider(String name) {
        provider = new ProviderId(name);
        return this;
    }

    public SessionBuilder offer(OfferId chosen) {
        offer = chosen;
        provider = chosen.provider();
        return this;
    }

    public SessionBuilder createdAt(Instant time) {
        createdAt = time;
        return this;
    }

    public SessionBuilder hours(int reserved) {
        hours = reserved;
        return this;
    }

    /** What its consumer asked for beside the usual. */
    public SessionBuilder options(SessionOptions chosen) {
        options = chosen;
        return this;
    }

    /** When it must be looked at next, instead of what suits its state; null for never. */
    public SessionBuilder nextActAt(@Nullable Instant time) {
        nextActAt = time;
        looksSet = true;
        return this;
    }

    /** Written down, not bought. */
    public SessionBuilder pending() {
        return at(Stage.PENDING, null);
    }

    /** Sent, without an answer. */
    public SessionBuilder launching() {
        return at(Stage.LAUNCHING, null);
    }

    /** Bought; the provider has shown it once. */
    public SessionBuilder booting() {
        return at(Stage.BOOTING, null);
    }

    /** It runs and has an address. */
    public SessionBuilder verifying() {
        return at(Stage.VERIFYING, null);
    }

    /** The engine has logged in. */
    public SessionBuilder running() {
        return at(Stage.RUNNING, null);
    }

    /** Its end is decided; the provider has accepted no destroy yet. */
    public SessionBuilder ending(StopReason reason) {
        return at(Stage.ENDING, EndCause.of(reason));
    }

    /** Over for its consumer; its instance is stopped, and its disk kept for 72 hours. */
    public SessionBuilder kept() {
        return at(Stage.KEPT, EndCause.of(StopReason.DONE));
    }

    /** Over, proved gone, nothing left to do. */
    public SessionBuilder stopped() {
        return at(Stage.OVER, EndCause.of(StopReason.DONE));
    }

    /** Over because something went wrong, proved gone, nothing left to do. */
    public SessionBuilder failed(FailureType type, String message) {
        return at(Stage.OVER, EndCause.failure(type, message));
    }

    public Session build() {
        SessionTerms terms = terms();
        boolean bought = stage.compareTo(Stage.LAUNCHING) > 0;
        return new Session(
                id,
                terms,
                state(),
                List.of(attempt(terms, bought)),
                bought ? List.of(instance()) : List.of(),
                Delivery.BEGUN,
                Session.Stamp.NEW,
                looksSet ? nextActAt : nextLook());
    }

    private SessionBuilder at(Stage next, @Nullable EndCause why) {
        stage = next;
        cause = why;
        return this;
    }

    private SessionTerms terms() {
        return new SessionTerms(
                consumer,
                offer == null ? new OfferId(provider, Integer.toString(1000 + number)) : offer,
                new OfferedGpus(new GpuModel("RTX 4090"), "RTX 4090", 2, new VramGb(24)),
                RATES.total(),
                40,
                WorkloadType.LLM,
                Duration.ofHours(hours),
                0,
                createdAt,
                createdAt.plus(Duration.ofHours(hours)),
                createdAt.plus(HARD_LIMIT),
                BOOT_TIMEOUT,
                SSH_TIMEOUT,
                List.of(new SshPublicKey("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC1 consumer")),
                new SshPublicKey("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB7g gpushopper"),
                options);
    }

    private LaunchAttempt attempt(SessionTerms terms, boolean bought) {
        boolean sent = stage != Stage.PENDING;
        return new LaunchAttempt(
                tag(),
                terms.offer(),
                terms.gpus().model(),
                "machine-" + number,
                "{\"disk_gb\":40}",
                new AccountId(provider, "https://" + provider + ".example/api", "4711"),
                RATES,
                createdAt,
                sent ? new LaunchAttempt.Sent(createdAt.plusSeconds(1), createdAt.plusSeconds(11)) : null,
                bought ? new LaunchOutcome.Launched(instanceId()) : null,
                bought ? LaunchAttempt.Settlement.LAUNCHED : null,
                LaunchAttempt.Search.NONE,
                null);
    }

    private Instance instance() {
        Instance known = Instance.learnt(instanceId(), tag(), createdAt.plusSeconds(2));
        boolean over = stage == Stage.OVER;
        return new Instance(
                known.id(),
                known.tag(),
                known.learntAt(),
                sightings(),
                stage.compareTo(Stage.RUNNING) < 0 ? known.access() : access(),
                over ? gone() : known.ending(),
                stage == Stage.KEPT ? halt() : known.halt(),
                over ? Instance.Meter.STOPPED : meter(),
                known.idle());
    }

    private Instance.Sightings sightings() {
        boolean reachable = stage.compareTo(Stage.BOOTING) > 0;
        InstanceCondition up = stage == Stage.KEPT ? InstanceCondition.STOPPED : InstanceCondition.RUNNING;
        return new Instance.Sightings(
                reachable ? up : InstanceCondition.STARTING,
                reachable ? List.of(endpoint()) : List.of(),
                OpenPorts.NONE,
                reachable ? "running" : "loading",
                createdAt.plusSeconds(3),
                createdAt.plusSeconds(4),
                createdAt.plusSeconds(4),
                reachable ? createdAt.plusSeconds(4) : null,
                null);
    }

    private Instance.Access access() {
        Instant in = createdAt.plusSeconds(5);
        return new Instance.Access(createdAt.plusSeconds(3), true, in, "", endpoint(), "SHA256:fixture", in, 1);
    }

    private Instance.Ending gone() {
        Instant accepted = createdAt.plusSeconds(50);
        AbsenceProof proof = new AbsenceProof(
                accepted.plusSeconds(1),
                accepted.plusSeconds(1),
                accepted.plusSeconds(2),
                accepted.plusSeconds(4),
                2,
                null);
        return new Instance.Ending(accepted, accepted, accepted, 0, proof, accepted.plusSeconds(4));
    }

    private Instance.Halt halt() {
        Instant taken = createdAt.plusSeconds(46);
        return new Instance.Halt(taken, taken, 0, taken.plusSeconds(3));
    }

    private Instance.Meter meter() {
        Instant from = createdAt.plusSeconds(1);
        UsdPerHour compute = stage == Stage.KEPT ? UsdPerHour.ZERO : RATES.compute();
        return new Instance.Meter(
                new Instance.OpenCharge(from, compute, true),
                new Instance.OpenCharge(from, RATES.storage(), false),
                null);
    }

    private SessionState state() {
        return switch (stage) {
            case PENDING -> new SessionState.Pending();
            case LAUNCHING -> new SessionState.Launching();
            case BOOTING -> new SessionState.Booting(instanceId());
            case VERIFYING -> new SessionState.Verifying(instanceId());
            case RUNNING -> new SessionState.Running(instanceId(), createdAt.plusSeconds(5));
            case ENDING -> new SessionState.Ending(endCause(), createdAt.plusSeconds(45));
            case KEPT ->
                new SessionState.Kept(endCause(), instanceId(), createdAt.plusSeconds(54), createdAt.plus(KEPT_FOR));
            case OVER ->
                endCause().failure() == null
                        ? new SessionState.Stopped(endCause(), createdAt.plusSeconds(54))
                        : new SessionState.Failed(endCause(), createdAt.plusSeconds(54));
        };
    }

    private EndCause endCause() {
        return cause == null ? EndCause.of(StopReason.DONE) : cause;
    }

    private @Nullable Instant nextLook() {
        return switch (stage) {
            case PENDING -> createdAt;
            case LAUNCHING -> createdAt.plusSeconds(3);
            case BOOTING, VERIFYING -> createdAt.plusSeconds(6);
            case RUNNING -> createdAt.plus(Duration.ofHours(hours));
            case ENDING -> createdAt.plusSeconds(45);
            case KEPT -> createdAt.plus(KEPT_FOR);
            case OVER -> null;
        };
    }

    private Tag tag() {
        return new Tag(DEPLOYMENT, id, 1, createdAt);
    }

    private InstanceId instanceId() {
        return new InstanceId(provider, Integer.toString(9000 + number));
    }

    private SshEndpoint endpoint() {
        return new SshEndpoint("203.0.113." + (1 + number % 250), 22_000 + number % 1000, "root");
    }

    private static SessionId idOf(int number) {
        StringBuilder bare = new StringBuilder();
        for (int rest = number; bare.length() < 16; rest /= DIGITS.length()) {
            bare.insert(0, DIGITS.charAt(rest % DIGITS.length()));
        }
        return new SessionId("sess-" + bare);
    }
}
