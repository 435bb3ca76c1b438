package io.gpushopper.domain.session;

import static io.gpushopper.domain.session.Fixtures.ONE;
import static io.gpushopper.domain.session.Fixtures.RATES;
import static io.gpushopper.domain.session.Fixtures.TWO;
import static io.gpushopper.domain.session.Fixtures.at;
import static io.gpushopper.domain.session.Fixtures.listed;
import static io.gpushopper.domain.session.Fixtures.noSuch;
import static io.gpushopper.domain.session.Fixtures.shown;
import static io.gpushopper.domain.session.Fixtures.starting;
import static io.gpushopper.domain.session.Fixtures.up;
import static io.gpushopper.domain.session.Fixtures.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The purchase is sent in second 0, and costs 0.42 US dollars an hour. */
class CostCapTest {
    private static final String ONE_HOUR = "0.42";

    static Stream<Supplier<Story>> sent() {
        return Stream.of(Story::launching, Story::unknown, Story::booting, Story::verifying, Story::running);
    }

    @ParameterizedTest
    @MethodSource("sent")
    void endsASessionFiveMinutesBeforeItHasCostItsCap(Supplier<Story> live) {
        Story story = patient(capped(live.get(), ONE_HOUR));

        story.at(3_299).tick();
        assertThat(story.session().isActive()).isTrue();
        assertThat(story.session().nextActAt()).isBeforeOrEqualTo(at(3_300));
        story.at(3_300).tick();

        assertThat(story.session().endCause()).contains(EndCause.of(StopReason.BUDGET));
    }

    @Test
    void waitsForAsLongAsTheClocksDisagree() {
        Session due = capped(Story.running(), ONE_HOUR).session();

        Story doubtful = new Story(due, Fixtures.UNSURE_OF_TIME, at(3_300)).tick();

        assertThat(doubtful.session().isActive()).isTrue();
        assertThat(new Story(doubtful.session(), Fixtures.POLICY, at(3_301))
                        .tick()
                        .session()
                        .endCause())
                .contains(EndCause.of(StopReason.BUDGET));
    }

    @Test
    void saysWhenItActs() {
        Story story = capped(Story.running(), ONE_HOUR);

        assertThat(CostCap.actsAt(story.session())).contains(at(3_300));
    }

    @Test
    void actsNeverWhileNothingWasSentOrNoCapWasAskedFor() {
        assertThat(CostCap.actsAt(capped(Story.pending(), ONE_HOUR).session())).isEmpty();
        assertThat(CostCap.actsAt(Story.running().session())).isEmpty();
    }

    @Test
    void isNotMovedByALongerReservation() {
        Story story = capped(Story.running(), ONE_HOUR);

        story.replace(story.session().extendedBy(Duration.ofHours(4)));

        assertThat(CostCap.actsAt(story.session())).contains(at(3_300));
    }

    @Test
    void actsEarlierOncePricesRiseAndCountsTheRiseFromTheLastLowerPrice() {
        Story story = capped(Story.running(), ONE_HOUR).at(1_200).see(shown(up(ONE)));

        story.at(1_800).see(shown(billing("0.82")));

        // Until second 1,200 0.14 US dollars; from then on 0.84 an hour, so that 0.28 last 1,200 s, of which 300 s are
        // kept.
        assertThat(CostCap.actsAt(story.session())).contains(at(2_100));
    }

    @Test
    void actsLaterOncePricesFallAndCountsTheHigherPriceUntilThen() {
        Story story = capped(Story.running(), ONE_HOUR);

        story.at(1_800).see(shown(billing("0.19")));

        // 0.21 until then, and 0.21 an hour from then on.
        assertThat(CostCap.actsAt(story.session())).contains(at(1_800 + 3_600 - 300));
    }

    @Test
    void countsAStoppedMachineAsItIsCharged() {
        Story story =
                capped(Story.running(), ONE_HOUR).at(1_800).see(shown(Fixtures.in(InstanceCondition.STOPPED, ONE)));

        SpentAtMost spent = SpentAtMost.of(story.session(), at(1_800));

        assertThat(spent.amount()).isEqualTo(usd("0.21"));
        assertThat(spent.rate()).isEqualTo(RATES.storage());
    }

    @Test
    void countsTheFullRateWhileTheProviderChargesTheDiskAlone() {
        Story story = Story.booting().at(1_800).see(shown(starting(ONE)));

        assertThat(SpentAtMost.of(story.session(), at(1_800)).amount()).isEqualTo(usd("0.21"));
    }

    @Test
    void countsEveryInstanceOfTheSession() {
        Story story = Story.running().at(30).see(listed(30, up(ONE), up(TWO)));

        SpentAtMost spent = SpentAtMost.of(story.session(), at(3_600));

        assertThat(spent.amount()).isEqualTo(usd("0.84"));
        assertThat(spent.rate()).isEqualTo(UsdPerHour.of("0.84"));
    }

    @Test
    void countsUntilTheInstanceIsProvedGoneAndNotLonger() {
        Story story = Story.stopped();

        SpentAtMost spent = SpentAtMost.of(story.session(), at(100_000));

        assertThat(spent.amount()).isEqualTo(RATES.total().over(Duration.ofSeconds(20)));
        assertThat(spent.rate()).isEqualTo(UsdPerHour.ZERO);
    }

    @Test
    void countsOnWhenAnInstanceIsShownAgainAfterItWasGone() {
        Story story = Story.stopped().at(1_800).see(listed(1_799, up(ONE)));

        assertThat(SpentAtMost.of(story.session(), at(3_600)).amount()).isEqualTo(usd(ONE_HOUR));
    }

    @Test
    void countsNothingOfAPurchaseThatBroughtNothing() {
        Story refused = Story.launching().at(1).answer(new LaunchOutcome.Rejected(ErrorKind.OFFER_GONE, "gone", null));

        assertThat(SpentAtMost.of(refused.session(), at(3_600)).amount()).isEqualTo(Usd.ZERO);
    }

    @Test
    void countsAPurchaseThatNobodyAnsweredUntilAListingShowsNothingOfIt() {
        Story lost = Story.unknown().at(300).see(listed(299)).at(310).see(listed(309));
        assertThat(lost.settlement()).contains(LaunchAttempt.Settlement.NOTHING);

        assertThat(SpentAtMost.of(lost.session(), at(3_600)))
                .isEqualTo(new SpentAtMost(at(3_600), RATES.total().over(Duration.ofSeconds(299)), UsdPerHour.ZERO));
    }

    @Test
    void endsASessionThatWasLookedAtTooLateOnce() {
        Story story = patient(capped(Story.running(), ONE_HOUR))
                .at(7_000)
                .tick()
                .at(7_010)
                .tick();

        assertThat(story.session().endCause()).contains(EndCause.of(StopReason.BUDGET));
        assertThat(story.see(noSuch(ONE)).status()).isEqualTo(SessionStatus.STOPPING);
    }

    private static InstanceView billing(String compute) {
        return view(
                ONE,
                InstanceCondition.RUNNING,
                List.of(Fixtures.ENDPOINT),
                new Rates(UsdPerHour.of(compute), RATES.storage()));
    }

    private static Usd usd(String amount) {
        return new Usd(new BigDecimal(amount));
    }

    private static Story capped(Story story, String cap) {
        SessionOptions options =
                new SessionOptions(Labels.NONE, Setup.USUAL, new SpendLimits(null, usd(cap)), RetryTerms.NEVER, null);
        return story.replace(with(story.session(), terms(story.session().terms(), options, Duration.ofMinutes(1))));
    }

    /** Lets nothing else end it meanwhile. */
    private static Story patient(Story story) {
        SessionTerms terms = story.session().terms();
        return story.replace(with(story.session(), terms(terms, terms.options(), Duration.ofHours(3))));
    }

    private static Session with(Session session, SessionTerms terms) {
        return new Session(
                session.id(),
                terms,
                session.state(),
                session.attempts(),
                session.instances(),
                session.delivery(),
                session.stamp(),
                session.nextActAt());
    }

    private static SessionTerms terms(SessionTerms terms, SessionOptions options, Duration timeout) {
        return new SessionTerms(
                terms.consumer(),
                terms.offer(),
                terms.gpus(),
                terms.price(),
                terms.diskGb(),
                terms.workload(),
                terms.reservation(),
                terms.idleThresholdMinutes(),
                terms.createdAt(),
                terms.expiresAt(),
                terms.hardLimitAt(),
                timeout,
                timeout,
                terms.consumerKeys(),
                terms.engineKey(),
                options);
    }
}
