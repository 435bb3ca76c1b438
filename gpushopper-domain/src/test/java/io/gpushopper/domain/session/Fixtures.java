package io.gpushopper.domain.session;

import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.offer.HostFacts;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.OfferPlace;
import io.gpushopper.domain.offer.OfferedGpus;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.offer.VramGb;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One obvious session, its purchase, and the views that a provider may show of what it brought. */
final class Fixtures {
    static final Instant T0 = Instant.parse("2026-11-24T09:00:00Z");
    static final ProviderId PROVIDER = new ProviderId("vastai");
    static final AccountId ACCOUNT = new AccountId(PROVIDER, "https://market.example", "4711");
    static final AccountId OTHER_ACCOUNT = new AccountId(PROVIDER, "https://market.example", "4712");
    static final DeploymentId DEPLOYMENT = new DeploymentId("prod");
    static final SessionId SESSION = new SessionId("sess-abcdefghijklmnop");
    static final Tag TAG = new Tag(DEPLOYMENT, SESSION, 1, T0);
    static final InstanceId ONE = new InstanceId(PROVIDER, "1001");
    static final InstanceId TWO = new InstanceId(PROVIDER, "1002");
    static final OfferedGpus GPUS = new OfferedGpus(new GpuModel("RTX 4090"), "RTX 4090", 1, new VramGb(24));
    static final SshEndpoint ENDPOINT = new SshEndpoint("203.0.113.7", 40022, "root");
    static final Rates RATES = new Rates(UsdPerHour.of("0.40"), UsdPerHour.of("0.02"));
    static final Rates DISK_ONLY = new Rates(UsdPerHour.ZERO, RATES.storage());
    static final ProbeOutcome VERIFIED =
            new ProbeOutcome.Verified(ENDPOINT, "SHA256:first", List.of("NVIDIA GeForce RTX 4090"));

    /** Purchases are answered within 60 s after they may be sent, and shown within 2 min. */
    static final Policy POLICY = new Policy(
            Duration.ofSeconds(60), Duration.ofMinutes(2), false, false, new BigDecimal("0.05"), TimedEnds.ACT);

    /** The same while the clocks disagree. */
    static final Policy UNSURE_OF_TIME = new Policy(
            Duration.ofSeconds(60), Duration.ofMinutes(2), false, false, new BigDecimal("0.05"), TimedEnds.WAIT);

    static final Policy CHARGED_FROM_CREATION = new Policy(
            Duration.ofSeconds(60), Duration.ofMinutes(2), true, true, new BigDecimal("0.05"), TimedEnds.ACT);

    private Fixtures() {}

    static Session pending() {
        return pending(SESSION, TAG);
    }

    static Session pending(SessionId id, Tag tag) {
        SessionTerms terms = terms(Duration.ofHours(2), Duration.ofHours(12));
        return Session.pending(id, terms, attempt(tag), Delivery.STORED);
    }

    static Session pending(SessionOptions options) {
        return Session.pending(
                SESSION, terms(Duration.ofHours(2), Duration.ofHours(12), options), attempt(TAG), Delivery.STORED);
    }

    static LaunchAttempt attempt(Tag tag) {
        return LaunchAttempt.written(tag, offer("77", "m1", RATES), ACCOUNT, T0);
    }

    static Offer offer(String id, String machine, Rates rates) {
        return new Offer(
                new OfferId(PROVIDER, id),
                GPUS,
                rates,
                50,
                new OfferPlace("Oregon, US", "US", false),
                1,
                1,
                null,
                new HostFacts(machine, null, null, null, null, null, null, null, null, null),
                "{}",
                T0);
    }

    static SessionTerms terms(Duration reservation, Duration hardLimit) {
        return terms(reservation, hardLimit, SessionOptions.NONE);
    }

    static SessionTerms terms(Duration reservation, Duration hardLimit, SessionOptions options) {
        return new SessionTerms(
                new ConsumerId("alice"),
                new OfferId(PROVIDER, "77"),
                GPUS,
                RATES.total(),
                50,
                WorkloadType.SSH,
                reservation,
                0,
                T0,
                T0.plus(reservation),
                T0.plus(hardLimit),
                Duration.ofMinutes(15),
                Duration.ofMinutes(8),
                options.setup().hasLogin() ? List.of(key("consumer")) : List.of(),
                key("engine"),
                options);
    }

    /** A session that is to end after so many minutes without use, and else after twelve hours. */
    static Session idling(int thresholdMinutes) {
        SessionTerms usual = terms(Duration.ofHours(12), Duration.ofHours(12));
        SessionTerms terms = new SessionTerms(
                usual.consumer(),
                usual.offer(),
                usual.gpus(),
                usual.price(),
                usual.diskGb(),
                usual.workload(),
                usual.reservation(),
                thresholdMinutes,
                usual.createdAt(),
                usual.expiresAt(),
                usual.hardLimitAt(),
                usual.bootTimeout(),
                usual.sshTimeout(),
                usual.consumerKeys(),
                usual.engineKey(),
                usual.options());
        return Session.pending(SESSION, terms, attempt(TAG), Delivery.STORED);
    }

    static SshPublicKey key(String name) {
        return new SshPublicKey("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB " + name);
    }

    static Instant at(long seconds) {
        return T0.plusSeconds(seconds);
    }

    static InstanceView starting(InstanceId id) {
        return view(id, InstanceCondition.STARTING, List.of(), DISK_ONLY);
    }

    static InstanceView up(InstanceId id) {
        return view(id, InstanceCondition.RUNNING, List.of(ENDPOINT), RATES);
    }

    static InstanceView in(InstanceCondition condition, InstanceId id) {
        return view(id, condition, List.of(), DISK_ONLY);
    }

    static InstanceView view(
            InstanceId id, InstanceCondition condition, List<SshEndpoint> endpoints, @Nullable Rates burning) {
        return new InstanceView(id, TAG.text(), condition, endpoints, burning, null, condition.name());
    }

    static Observation listed(long askedAt, InstanceView... views) {
        return listed(ACCOUNT, askedAt, askedAt, views);
    }

    static Observation listed(AccountId account, long askedAt, long arrivedAt, InstanceView... views) {
        return new Observation.Listed(listing(account, askedAt, arrivedAt, views));
    }

    static Listing.Complete listing(AccountId account, long askedAt, long arrivedAt, InstanceView... views) {
        return new Listing.Complete(account, at(askedAt), at(arrivedAt), List.of(views));
    }

    static Observation shown(InstanceView view) {
        return new Observation.Shown(view);
    }

    static Observation probed(ProbeOutcome outcome) {
        return new Observation.Probed(ONE, outcome);
    }

    static Observation alreadyGone(InstanceId id) {
        return new Observation.DestroyAnswered(id, DestroyOutcome.ALREADY_GONE);
    }

    static Observation accepted(InstanceId id) {
        return new Observation.DestroyAnswered(id, DestroyOutcome.ACCEPTED);
    }

    static Observation noSuch(InstanceId id) {
        return new Observation.NoSuchInstance(id);
    }

    static Observation done() {
        return new Observation.EndWanted(EndCause.of(StopReason.DONE));
    }
}
