package io.gpushopper.domain.session;

import static io.gpushopper.domain.session.Fixtures.ACCOUNT;
import static io.gpushopper.domain.session.Fixtures.GPUS;
import static io.gpushopper.domain.session.Fixtures.ONE;
import static io.gpushopper.domain.session.Fixtures.PROVIDER;
import static io.gpushopper.domain.session.Fixtures.RATES;
import static io.gpushopper.domain.session.Fixtures.TAG;
import static io.gpushopper.domain.session.Fixtures.TWO;
import static io.gpushopper.domain.session.Fixtures.accepted;
import static io.gpushopper.domain.session.Fixtures.at;
import static io.gpushopper.domain.session.Fixtures.in;
import static io.gpushopper.domain.session.Fixtures.offer;
import static io.gpushopper.domain.session.Fixtures.shown;
import static io.gpushopper.domain.session.Fixtures.starting;
import static io.gpushopper.domain.session.Fixtures.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.offer.HostFacts;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.OfferedGpus;
import io.gpushopper.domain.offer.VramGb;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailoverTest {
    private static final Offer OTHER = offer("78", "m2", RATES);
    private static final Observation OTHER_CHOSEN = new Observation.OfferChosen(OTHER, ACCOUNT);

    @Test
    void looksForAnotherOfferWhenTheOneIsGone() {
        Story story = stale(3);

        assertThat(story.state()).isEqualTo("retrying");
        assertThat(story.status()).isEqualTo(SessionStatus.PROVISIONING);
        assertThat(story.effects())
                .containsExactly(new Effect.ChooseOffer(new Replacement(
                        PROVIDER,
                        GPUS,
                        RetryScope.SAME_GPU,
                        UsdPerHour.of("0.441"),
                        50,
                        at(7_200),
                        Set.of(new OfferId(PROVIDER, "77")),
                        Set.of("m1"))));
        assertThat(story.notes()).singleElement().asString().contains("vastai-77", "stale_inventory", "1 of 3");
        assertThat(story.session().failedOffers()).containsExactly(new OfferId(PROVIDER, "77"));
    }

    @Test
    void buysTheOtherOfferUnderATagOfItsOwn() {
        Story story = stale(3).at(2).see(OTHER_CHOSEN);
        Tag second = story.session().attempts().get(1).tag();

        assertThat(second).isEqualTo(new Tag(TAG.deployment(), TAG.session(), 2, at(2)));
        assertThat(story.effects()).containsExactly(new Effect.TakeTurn(second));
        assertThat(story.session().terms().offer()).isEqualTo(OTHER.id());
        assertThat(story.session().terms().expiresAt()).isEqualTo(at(7_200));
        assertThat(story.session().retries()).isEqualTo(1);

        story.at(3).see(new Observation.Turn(second, true));
        assertThat(story.effects()).containsExactly(new Effect.Launch(second));
        assertThat(story.state()).isEqualTo("launching");

        story.at(4).answer(second, new LaunchOutcome.Launched(TWO));
        assertThat(story.state()).isEqualTo("booting");
        assertThat(story.session().instance().orElseThrow().id()).isEqualTo(TWO);
    }

    @Test
    void isWrittenDownForCertainBeforeItIsBought() {
        Decision decision = SessionDecider.decide(stale(1).session(), OTHER_CHOSEN, Fixtures.POLICY, at(2));

        assertThat(decision.mustOutlivePower()).isTrue();
    }

    @Test
    void buysNothingBeforeTheEndOfTheFirstInstanceIsAccepted() {
        Story story = booted(3).at(900).tick();
        assertThat(story.state()).isEqualTo("retrying");
        assertThat(story.destroys(ONE)).isTrue();
        assertThat(story.effects()).noneMatch(Effect.ChooseOffer.class::isInstance);
        assertThat(story.see(OTHER_CHOSEN).session().attempts()).hasSize(1);
        assertThat(story.at(901).see(new Observation.DestroyRefused(ONE)).effects())
                .noneMatch(Effect.ChooseOffer.class::isInstance);

        story.at(903).see(accepted(ONE));

        assertThat(story.effects()).anyMatch(Effect.ChooseOffer.class::isInstance);
        assertThat(story.session().instance()).as("that of the offer before").isPresent();
        assertThat(story.at(904).see(OTHER_CHOSEN).session().instance()).isEmpty();
    }

    @Test
    void givesEachInstanceItsOwnTimeToBoot() {
        Story story =
                booted(3).at(900).tick().at(901).see(accepted(ONE)).at(902).see(OTHER_CHOSEN);
        Tag second = story.session().attempts().get(1).tag();
        story.at(903).see(new Observation.Turn(second, true)).at(904).answer(second, new LaunchOutcome.Launched(TWO));

        assertThat(story.at(1_802).tick().state()).isEqualTo("booting");
        assertThat(story.at(1_803).tick().state()).isEqualTo("retrying");
    }

    @Test
    void takesNoTurnWhileAnInstanceOfTheFirstPurchaseTurnedUp() {
        Story story = stale(3).at(2).see(OTHER_CHOSEN).at(3).see(Fixtures.listed(3, starting(ONE)));
        Tag second = story.session().attempts().get(1).tag();
        assertThat(story.destroys(ONE)).isTrue();

        assertThat(story.at(4).see(new Observation.Turn(second, true)).effects())
                .noneMatch(Effect.Launch.class::isInstance);
        assertThat(story.at(5).see(accepted(ONE)).effects()).contains(new Effect.TakeTurn(second));
    }

    @ParameterizedTest(name = "{0} retries allowed")
    @CsvSource({"0, failed, 1", "1, failed, 2", "2, failed, 3"})
    void givesUpWhenTheOffersThatItMayTryCameToNothing(int most, String state, int attempts) {
        Story story = stale(most);
        for (int i = 2; i <= attempts; i++) {
            story.at(i).see(new Observation.OfferChosen(offer("8" + i, "n" + i, RATES), ACCOUNT));
            Tag tag = story.session().attempts().get(i - 1).tag();
            story.see(new Observation.Turn(tag, true));
            story.answer(tag, new LaunchOutcome.Rejected(ErrorKind.OFFER_GONE, "gone", null));
        }

        assertThat(story.state()).isEqualTo(state);
        assertThat(story.failure()).isEqualTo("stale_inventory");
        assertThat(story.session().attempts()).hasSize(attempts);
        assertThat(story.arrows()).containsExactly("pending > provisioning", "provisioning > failed");
    }

    @Test
    void failsAsTheFirstOfferDidWhenNoOtherSuits() {
        Story story = stale(3).at(2).see(new Observation.NoOfferLeft());

        assertThat(story.state()).isEqualTo("failed");
        assertThat(story.failure()).isEqualTo("stale_inventory");
        assertThat(story.session().endCause().orElseThrow().failure().message()).endsWith("no other offer suits");
    }

    @Test
    void failsWhenTheTurnOfTheOtherOfferDoesNotCome() {
        Story story = stale(3).at(2).see(OTHER_CHOSEN);
        story.at(32).see(new Observation.Turn(story.session().attempts().get(1).tag(), false));

        assertThat(story.state()).isEqualTo("failed");
        assertThat(story.failure()).isEqualTo("provider_unavailable");
    }

    @ParameterizedTest
    @EnumSource
    void triesAnotherOfferForNoOtherRefusal(ErrorKind kind) {
        Story story = launching(3).at(1).answer(new LaunchOutcome.Rejected(kind, "no", null));

        assertThat(story.state()).isEqualTo(kind == ErrorKind.OFFER_GONE ? "retrying" : "failed");
    }

    @Test
    void triesAnotherOfferWhenTheInstanceFails() {
        assertThat(booted(1).at(9).see(shown(in(InstanceCondition.FAILED, ONE))).state())
                .isEqualTo("retrying");
    }

    @Test
    void endsARunningSessionWhateverHappensToItsInstance() {
        Story story = booted(3).at(5).see(shown(Fixtures.up(ONE))).at(8).see(Fixtures.probed(Fixtures.VERIFIED));
        story.at(100).see(shown(in(InstanceCondition.STOPPED, ONE)));

        assertThat(story.at(160).see(shown(in(InstanceCondition.STOPPED, ONE))).state())
                .isEqualTo("ending");
    }

    @Test
    void endsWhenItsConsumerWantsTheEndMeanwhile() {
        Story story = stale(3).at(2).see(OTHER_CHOSEN).at(3).see(Fixtures.done());

        assertThat(story.state()).isEqualTo("stopped");
        assertThat(story.effects()).isEmpty();
    }

    @Test
    void endsWithItsReservationMeanwhile() {
        assertThat(stale(3).at(7_200).tick().state()).isEqualTo("stopped");
    }

    @ParameterizedTest(name = "agreed at 0.80 and charged {0}: {1}")
    @CsvSource({"0.80, verifying", "0.84, verifying", "0.85, ending"})
    void runsOnADearerOfferThatTheConsumersLimitAllows(String charged, String state) {
        SpendLimits limits = new SpendLimits(UsdPerHour.of("1"), null);
        RetryTerms retry = new RetryTerms(1, RetryScope.SAME_GPU);
        Story story = Story.of(new SessionOptions(Labels.NONE, Setup.USUAL, limits, retry, null))
                .see(new Observation.Turn(TAG, true))
                .at(1)
                .answer(new LaunchOutcome.Rejected(ErrorKind.OFFER_GONE, "gone", null));
        Rates dearer = new Rates(UsdPerHour.of("0.80"), UsdPerHour.ZERO);
        story.at(2).see(new Observation.OfferChosen(offer("78", "m2", dearer), ACCOUNT));
        Tag second = story.session().attempts().get(1).tag();
        story.at(3).see(new Observation.Turn(second, true)).at(4).answer(second, new LaunchOutcome.Launched(TWO));

        Rates told = new Rates(UsdPerHour.of(charged), UsdPerHour.ZERO);
        story.at(5).see(shown(view(TWO, InstanceCondition.RUNNING, List.of(Fixtures.ENDPOINT), told)));

        assertThat(story.state()).isEqualTo(state);
    }

    @ParameterizedTest(name = "{0}: {1}, {2} GB, {3} GPUs, ${4}, on {5}, for {6} s: {7}")
    @CsvSource({
        "SAME_GPU, RTX 4090, 24, 1, 0.44, m2, 9000, true",
        "SAME_GPU, RTX 4090, 24, 1, 0.45, m2, 9000, false",
        "SAME_GPU, RTX 4090, 24, 2, 0.44, m2, 9000, true",
        "SAME_GPU, RTX 4090, 24, 1, 0.44, m1, 9000, false",
        "SAME_GPU, RTX 4090, 24, 1, 0.44, m2, 7500, true",
        "SAME_GPU, RTX 4090, 24, 1, 0.44, m2, 7499, false",
        "SAME_GPU, RTX 3090, 24, 1, 0.44, m2, 9000, false",
        "SAME_VRAM, RTX 3090, 24, 1, 0.44, m2, 9000, true",
        "SAME_VRAM, A100, 80, 1, 0.44, m2, 9000, true",
        "SAME_VRAM, RTX 3080, 10, 1, 0.44, m2, 9000, false",
        "ANY, RTX 3080, 10, 1, 0.44, m2, 9000, true",
        "ANY, RTX 3080, 10, 1, 0.45, m2, 9000, false",
    })
    void takesOnlyWhatTheConsumerWouldHaveTaken(
            RetryScope scope,
            String gpu,
            int vram,
            int count,
            String price,
            String machine,
            int rented,
            boolean suits) {
        Offer plain = offer("99", machine, new Rates(UsdPerHour.of(price), UsdPerHour.ZERO));
        Offer offer = new Offer(
                plain.id(),
                new OfferedGpus(new GpuModel(gpu), gpu, count, new VramGb(vram)),
                plain.rates(),
                plain.diskGb(),
                plain.place(),
                plain.reliability(),
                plain.availabilityConfidence(),
                Duration.ofSeconds(rented),
                plain.host(),
                plain.launchTerms(),
                plain.fetchedAt());
        assertThat(wanted(scope).suits(offer)).isEqualTo(suits);
    }

    @Test
    void neverGoesOnWithAMachineThatMayBeTakenAwayAgain() {
        Offer plain = offer("99", "m2", new Rates(UsdPerHour.of("0.44"), UsdPerHour.ZERO));
        HostFacts taken = new HostFacts("m2", null, true, null, null, null, null, null, null, null);
        Offer interruptible = new Offer(
                plain.id(),
                plain.gpus(),
                plain.rates(),
                plain.diskGb(),
                plain.place(),
                plain.reliability(),
                plain.availabilityConfidence(),
                plain.longestRental(),
                taken,
                plain.launchTerms(),
                plain.fetchedAt());

        assertThat(wanted(RetryScope.ANY).suits(plain)).isTrue();
        assertThat(wanted(RetryScope.ANY).suits(interruptible)).isFalse();
    }

    private static Replacement wanted(RetryScope scope) {
        return new Replacement(
                PROVIDER,
                new OfferedGpus(GPUS.model(), "RTX 4090", 1, GPUS.vram()),
                scope,
                UsdPerHour.of("0.441"),
                50,
                at(7_200),
                Set.of(new OfferId(PROVIDER, "77")),
                Set.of("m1"));
    }

    private static Story launching(int most) {
        RetryTerms retry = new RetryTerms(most, RetryScope.SAME_GPU);
        return Story.of(new SessionOptions(Labels.NONE, Setup.USUAL, SpendLimits.NONE, retry, null))
                .see(new Observation.Turn(TAG, true));
    }

    private static Story stale(int most) {
        return launching(most).at(1).answer(new LaunchOutcome.Rejected(ErrorKind.OFFER_GONE, "gone", null));
    }

    private static Story booted(int most) {
        return launching(most).at(1).answer(new LaunchOutcome.Launched(ONE));
    }
}
