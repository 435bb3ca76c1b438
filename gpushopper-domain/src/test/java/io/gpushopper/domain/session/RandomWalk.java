package io.gpushopper.domain.session;

import static io.gpushopper.domain.session.Fixtures.ACCOUNT;
import static io.gpushopper.domain.session.Fixtures.ENDPOINT;
import static io.gpushopper.domain.session.Fixtures.OTHER_ACCOUNT;
import static io.gpushopper.domain.session.Fixtures.POLICY;
import static io.gpushopper.domain.session.Fixtures.TAG;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.cost.ChargeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/**
 * One seed, one life of a session: effects are carried out late, lost or in vain, answers come twice and out of order, machines
 * die and double. With faults off everything must come to rest. Single-threaded, in virtual time.
 */
final class RandomWalk implements Effect.Cases<Void> {
    /** Whether the provider keeps to docs/no-orphans.md, A2 to A4. */
    enum Truth {
        KEPT,
        BROKEN
    }

    private record Event(Instant at, long number, Runnable what) {}

    private static final Duration FAULTS_LAST = Duration.ofHours(15);
    private static final Duration REST_AFTER = Duration.ofHours(3);
    private static final int STEPS_AT_ONE_INSTANT = 40;

    private final Random random;
    private final Truth truth;
    private final ModelProvider provider;
    private final Story story;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::number));
    private final Set<Tag> launched = new HashSet<>();
    private final Set<Effect> inFlight = new HashSet<>();
    private final Instant faultsEnd = Fixtures.T0.plus(FAULTS_LAST);
    private Instant now = Fixtures.T0;
    private long number;
    private int stepsNow;

    RandomWalk(long seed, Truth truth) {
        this.random = new Random(seed);
        this.truth = truth;
        this.provider = new ModelProvider(random);
        Policy policy = random.nextBoolean() ? POLICY : Fixtures.CHARGED_FROM_CREATION;
        RetryTerms retry = new RetryTerms(random.nextInt(4), RetryScope.ANY);
        Duration keepFor = random.nextBoolean() ? Duration.ofHours(1 + random.nextInt(3)) : null;
        SessionOptions options = new SessionOptions(Labels.NONE, Setup.USUAL, SpendLimits.NONE, retry, keepFor);
        this.story = new Story(Fixtures.pending(options), policy, now);
    }

    /** Lives it to its end. */
    Story live() {
        in(0, this::tickWhenDue);
        // Half of the ends come while the purchase is under way, where most can go wrong.
        in(random.nextInt(1, random.nextBoolean() ? 120 : 20_000), () -> see(Fixtures.done()));
        for (int i = 0; i < 6; i++) {
            in(random.nextInt(30, 40_000), () -> provider.misfortune(now));
        }
        in(random.nextInt(1, 5_000), this::extend);
        in(random.nextInt(20, 300), this::sharedListing);
        Instant end = faultsEnd.plus(REST_AFTER);
        for (Event next = events.poll(); next != null && next.at().isBefore(end); next = events.poll()) {
            stepsNow = next.at().equals(now) ? stepsNow + 1 : 0;
            assertThat(stepsNow).as("decisions at one instant").isLessThan(STEPS_AT_ONE_INSTANT);
            now = next.at();
            next.what().run();
            finalMeansEmpty();
        }
        comesToRest();
        return story;
    }

    private boolean faulty(int oneIn) {
        return now.isBefore(faultsEnd) && random.nextInt(oneIn) == 0;
    }

    private void in(long seconds, Runnable what) {
        inMillis(seconds * 1_000, what);
    }

    private void inMillis(long millis, Runnable what) {
        events.add(new Event(now.plusMillis(millis), number++, what));
    }

    /** The queue: a session is looked at when it is due, or somewhat later. */
    private void queue() {
        Instant due = story.session().nextActAt();
        if (due != null) {
            long late = faulty(10) ? random.nextInt(30_000) : random.nextInt(200);
            inMillis(Math.max(0, Duration.between(now, due).toMillis()) + late, this::tickWhenDue);
        }
    }

    private void tickWhenDue() {
        Instant due = story.session().nextActAt();
        if (due != null && !due.isAfter(now)) {
            see(new Observation.Tick());
        }
    }

    private void see(Observation seen) {
        story.at(0).after(Duration.between(Fixtures.T0, now)).see(seen);
        for (Effect effect : story.effects()) {
            boolean crashed = faulty(25) && !(effect instanceof Effect.Launch);
            if (!crashed && inFlight.add(effect)) {
                effect.match(this);
            }
        }
        queue();
    }

    private void answer(Effect effect, long millis, Observation seen) {
        inMillis(millis, () -> {
            inFlight.remove(effect);
            see(seen);
        });
        if (faulty(15)) {
            inMillis(millis + random.nextInt(1, 5_000), () -> see(seen));
        }
    }

    private long latency() {
        return faulty(20) ? random.nextInt(1_000, 70_000) : random.nextInt(20, 2_000);
    }

    @Override
    public Void chooseOffer(Effect.ChooseOffer effect) {
        String id = Integer.toString(100 + random.nextInt(1_000));
        Observation found = new Observation.OfferChosen(Fixtures.offer(id, "m" + id, Fixtures.RATES), ACCOUNT);
        answer(effect, latency(), random.nextInt(6) == 0 ? new Observation.NoOfferLeft() : found);
        return null;
    }

    @Override
    public Void takeTurn(Effect.TakeTurn effect) {
        answer(effect, latency(), new Observation.Turn(effect.tag(), !faulty(20)));
        return null;
    }

    @Override
    public Void launch(Effect.Launch effect) {
        assertThat(launched.add(effect.tag())).as("bought once").isTrue();
        long took = random.nextInt(200, 60_000);
        Instant done = now.plusMillis(took);
        int what = random.nextInt(10);
        List<InstanceId> made = new ArrayList<>();
        if (what != 1 && what != 2) {
            Instant visible = done.plusMillis(random.nextInt(0, 110_000));
            made.add(provider.create(effect.tag(), now.plusMillis(random.nextLong(took)), visible).id);
            if (random.nextInt(4) == 0) {
                Instant later = truth == Truth.KEPT ? visible : visible.plusSeconds(random.nextInt(10_000));
                provider.create(effect.tag(), later.minusMillis(1), later);
            }
        }
        switch (what) {
            case 0, 1 -> outcome(took, new LaunchOutcome.Unknown("time-out"));
            case 2 -> outcome(took, new LaunchOutcome.Rejected(ErrorKind.OFFER_GONE, "gone", null));
            case 3 -> outcome(took, new LaunchOutcome.Rejected(ErrorKind.UNAVAILABLE, "late", made.get(0)));
            case 4 -> {
                // Nobody lived to save the answer.
            }
            default -> outcome(took, new LaunchOutcome.Launched(made.get(0)));
        }
        return null;
    }

    private void outcome(long millis, LaunchOutcome outcome) {
        inMillis(millis, () -> {
            story.replace(story.session().withAnswer(TAG, outcome, now));
            see(new Observation.Tick());
        });
    }

    @Override
    public Void attachKeys(Effect.AttachKeys effect) {
        answer(effect, latency(), new Observation.KeysTried(effect.instance(), !faulty(3)));
        return null;
    }

    @Override
    public Void ask(Effect.Ask effect) {
        // By-id answers are judged at their arrival, so they are taken then.
        inMillis(latency(), () -> {
            inFlight.remove(effect);
            see(byId(effect.instance()));
        });
        return null;
    }

    private Observation byId(InstanceId id) {
        if (faulty(6)) {
            return new Observation.NotTold(id);
        }
        boolean lie = truth == Truth.BROKEN && faulty(3);
        return provider.find(id)
                .filter(machine -> machine.shownAt(now) && !lie)
                .<Observation>map(machine -> new Observation.Shown(provider.view(machine, now)))
                .orElseGet(() -> new Observation.NoSuchInstance(id));
    }

    @Override
    public Void look(Effect.Look effect) {
        list(() -> inFlight.remove(effect));
        return null;
    }

    private void sharedListing() {
        list(() -> {});
        in(faulty(3) ? 600 : random.nextInt(20, 300), this::sharedListing);
    }

    private void list(Runnable first) {
        long took = faulty(8) ? random.nextInt(3_000, 90_000) : random.nextInt(50, 3_000);
        if (faulty(5)) {
            inMillis(took, () -> {
                first.run();
                see(new Observation.NotListed());
            });
            return;
        }
        boolean lie = truth == Truth.BROKEN && faulty(3);
        boolean foreign = faulty(12);
        Instant arrived = now.plusMillis(took);
        Observation seen = new Observation.Listed(new Listing.Complete(
                foreign ? OTHER_ACCOUNT : ACCOUNT, now, arrived, foreign || lie ? List.of() : provider.list(now)));
        inMillis(took + (faulty(10) ? random.nextInt(90_000) : 0), () -> {
            first.run();
            see(seen);
        });
        if (faulty(10)) {
            inMillis(took + random.nextInt(90_000), () -> see(seen));
        }
    }

    @Override
    public Void probe(Effect.Probe effect) {
        boolean runs = provider.find(effect.instance())
                .filter(machine -> machine.runsAt(now) && machine.billsAt(now))
                .isPresent();
        ProbeOutcome outcome = new ProbeOutcome.NotYet(ProbeStage.CONNECT, "refused");
        if (runs && random.nextInt(4) == 0) {
            outcome = faulty(12) ? new ProbeOutcome.HostKeyChanged(ENDPOINT, "SHA256:other") : Fixtures.VERIFIED;
        }
        answer(effect, latency(), new Observation.Probed(effect.instance(), outcome));
        return null;
    }

    @Override
    public Void stop(Effect.Stop effect) {
        assertThat(story.session().isActive()).as("only what ends is stopped").isFalse();
        long took = latency();
        boolean taken = !faulty(4);
        if (taken && !faulty(4)) {
            provider.stop(effect.instance());
        }
        answer(effect, took, new Observation.StopTried(effect.instance(), taken));
        return null;
    }

    @Override
    public Void sample(Effect.Sample effect) {
        throw new AssertionError("nothing is looked at that may idle for ever");
    }

    @Override
    public Void destroy(Effect.Destroy effect) {
        assertThat(provider.find(effect.instance()))
                .as("only what is ours is ended")
                .isPresent();
        long took = latency();
        if (faulty(3)) {
            answer(effect, took, new Observation.DestroyRefused(effect.instance()));
            return null;
        }
        boolean there = provider.find(effect.instance()).orElseThrow().shownAt(now);
        if (there && !faulty(4)) {
            provider.end(effect.instance(), now.plusMillis(random.nextInt(20_000)));
        }
        answer(
                effect,
                took,
                new Observation.DestroyAnswered(
                        effect.instance(), there ? DestroyOutcome.ACCEPTED : DestroyOutcome.ALREADY_GONE));
        return null;
    }

    private void extend() {
        if (story.session().isActive()) {
            story.replace(story.session().extendedBy(Duration.ofHours(1)));
        }
    }

    private void finalMeansEmpty() {
        if (truth == Truth.KEPT && story.status().isFinal()) {
            assertThat(provider.billing(now))
                    .as("what bills though the session is over")
                    .allMatch(machine -> isKept(machine.id));
        }
    }

    private boolean isKept(InstanceId id) {
        return story.session().state() instanceof SessionState.Kept kept
                && kept.instance().equals(id);
    }

    private void comesToRest() {
        assertThat(story.status().isFinal()).as("over: %s", story.session()).isTrue();
        assertThat(provider.billing(now)).as("nothing bills for ever").isEmpty();
        assertThat(story.session().instances()).allMatch(Instance::isGone);
        assertThat(story.session().nextActAt()).isNull();
        assertThat(story.ledger().open()).as("the books are closed").isEmpty();
        for (Instance known : story.session().instances()) {
            assertThat(story.ledger().of(known.id(), ChargeKind.STORAGE))
                    .as("booked: %s", known.id())
                    .isNotEmpty();
        }
    }
}
