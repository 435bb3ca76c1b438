package io.gpushopper.domain.session;

import static io.gpushopper.domain.cost.ChargeKind.COMPUTE;
import static io.gpushopper.domain.cost.ChargeKind.STORAGE;
import static io.gpushopper.domain.session.Fixtures.CHARGED_FROM_CREATION;
import static io.gpushopper.domain.session.Fixtures.DISK_ONLY;
import static io.gpushopper.domain.session.Fixtures.ENDPOINT;
import static io.gpushopper.domain.session.Fixtures.ONE;
import static io.gpushopper.domain.session.Fixtures.RATES;
import static io.gpushopper.domain.session.Fixtures.SESSION;
import static io.gpushopper.domain.session.Fixtures.TAG;
import static io.gpushopper.domain.session.Fixtures.accepted;
import static io.gpushopper.domain.session.Fixtures.alreadyGone;
import static io.gpushopper.domain.session.Fixtures.at;
import static io.gpushopper.domain.session.Fixtures.done;
import static io.gpushopper.domain.session.Fixtures.listed;
import static io.gpushopper.domain.session.Fixtures.noSuch;
import static io.gpushopper.domain.session.Fixtures.shown;
import static io.gpushopper.domain.session.Fixtures.starting;
import static io.gpushopper.domain.session.Fixtures.up;
import static io.gpushopper.domain.session.Fixtures.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MeteringTest {
    @Test
    void chargesStorageFromThePurchaseAndComputeFromWhenItRuns() {
        Story story = Story.running();

        assertThat(story.ledger().of(ONE, STORAGE)).containsExactly(line(STORAGE, 0, null, RATES.storage(), true));
        assertThat(story.ledger().of(ONE, COMPUTE)).containsExactly(line(COMPUTE, 5, null, RATES.compute(), true));
    }

    @Test
    void takesTheCreationTimeThatTheProviderTells() {
        InstanceView told =
                new InstanceView(ONE, TAG.text(), InstanceCondition.STARTING, List.of(), DISK_ONLY, at(1), "");

        Story story = Story.booting().at(3).see(shown(told));

        assertThat(story.ledger().of(ONE, STORAGE)).containsExactly(line(STORAGE, 1, null, RATES.storage(), false));
    }

    @Test
    void doesNotBelieveAProvidersClockThatIsAhead() {
        InstanceView told =
                new InstanceView(ONE, TAG.text(), InstanceCondition.STARTING, List.of(), DISK_ONLY, at(60), "");

        Story story = Story.booting().at(3).see(shown(told));

        assertThat(story.ledger().of(ONE, STORAGE)).containsExactly(line(STORAGE, 0, null, RATES.storage(), true));
    }

    @Test
    void doesNotBelieveAProvidersClockThatIsBehind() {
        InstanceView told =
                new InstanceView(ONE, TAG.text(), InstanceCondition.STARTING, List.of(), DISK_ONLY, at(-300), "");

        Story story = Story.booting().at(3).see(shown(told));

        assertThat(story.ledger().of(ONE, STORAGE)).containsExactly(line(STORAGE, 0, null, RATES.storage(), true));
    }

    @Test
    void chargesFromCreationThoughTheFirstSightingToldNoRate() {
        Story story = Story.booting(CHARGED_FROM_CREATION)
                .at(30)
                .see(listed(30, view(ONE, InstanceCondition.RUNNING, List.of(ENDPOINT), null)))
                .at(40)
                .see(shown(up(ONE)));

        assertThat(story.ledger().of(ONE, COMPUTE))
                .extracting(LedgerInterval::from)
                .containsExactly(at(0));
        assertThat(story.ledger().of(ONE, STORAGE))
                .extracting(LedgerInterval::from)
                .containsExactly(at(0));
    }

    @Test
    void beginsANewIntervalWhenThePriceChanges() {
        Rates dearer = new Rates(UsdPerHour.of("0.5"), RATES.storage());

        Story story = Story.running().at(100).see(shown(view(ONE, InstanceCondition.RUNNING, List.of(), dearer)));

        assertThat(story.ledger().of(ONE, COMPUTE))
                .containsExactly(
                        line(COMPUTE, 5, 100L, RATES.compute(), true),
                        line(COMPUTE, 100, null, dearer.compute(), true));
        assertThat(story.ledger().of(ONE, STORAGE)).hasSize(1);
    }

    @Test
    void closesComputeWhileTheMachineIsNotCharged() {
        Story story = Story.running()
                .at(100)
                .see(shown(Fixtures.in(InstanceCondition.STOPPED, ONE)))
                .at(130)
                .see(shown(up(ONE)));

        assertThat(story.ledger().of(ONE, COMPUTE))
                .extracting(LedgerInterval::to)
                .containsExactly(at(100), null);
        assertThat(story.ledger().of(ONE, COMPUTE))
                .extracting(LedgerInterval::from)
                .containsExactly(at(5), at(130));
    }

    @Test
    void aClockThatStepsBackMakesNoIntervalThatEndsBeforeItBegins() {
        Rates dearer = new Rates(UsdPerHour.of("0.5"), RATES.storage());
        Story story = Story.running().at(100).see(shown(view(ONE, InstanceCondition.RUNNING, List.of(), dearer)));

        story.at(40).see(shown(up(ONE))).at(160).see(shown(up(ONE)));

        assertThat(story.ledger().of(ONE, COMPUTE))
                .containsExactly(
                        line(COMPUTE, 5, 100L, RATES.compute(), true),
                        line(COMPUTE, 100, 160L, dearer.compute(), true),
                        line(COMPUTE, 160, null, RATES.compute(), true));
    }

    @Test
    void keepsOneIntervalForTwoAnswersOfOneInstant() {
        Rates dearer = new Rates(UsdPerHour.of("0.5"), RATES.storage());
        Story story = Story.verifying().see(shown(view(ONE, InstanceCondition.RUNNING, List.of(), dearer)));
        assertThat(story.ledger().of(ONE, COMPUTE)).hasSize(1);

        story.at(6).see(shown(view(ONE, InstanceCondition.RUNNING, List.of(), dearer)));

        assertThat(story.ledger().of(ONE, COMPUTE)).hasSize(2);
    }

    @Test
    void closesTheBooksAtTheAcceptedDestroyOnceItIsProved() {
        assertThat(Story.destroyed().ledger().open()).hasSize(2);

        Story story = Story.stopped();

        assertThat(story.ledger().of(ONE, STORAGE))
                .extracting(LedgerInterval::to)
                .containsExactly(at(11));
        assertThat(story.ledger().of(ONE, COMPUTE))
                .extracting(LedgerInterval::to)
                .containsExactly(at(11));
    }

    @Test
    void closesTheBooksOfALostInstanceAtItsLastSighting() {
        Story story = Story.running().at(50).see(shown(up(ONE))).at(60).see(noSuch(ONE));
        story.at(62).see(listed(61)).at(90).see(noSuch(ONE));

        assertThat(story.ledger().of(ONE, COMPUTE)).containsExactly(line(COMPUTE, 5, 50L, RATES.compute(), true));
    }

    @Test
    void closesAtTheLastSightingWhatWasGoneBeforeWeDestroyedIt() {
        Story story = Story.running().at(50).see(shown(up(ONE))).at(500).see(done());
        story.at(501).see(alreadyGone(ONE)).at(510).see(noSuch(ONE));
        story.at(520).see(listed(515)).see(noSuch(ONE));

        assertThat(story.session().find(ONE).orElseThrow().isGone()).isTrue();
        assertThat(story.ledger().of(ONE, COMPUTE)).containsExactly(line(COMPUTE, 5, 50L, RATES.compute(), true));
    }

    @Test
    void chargesUntilTheDestroyThatHadItsEffect() {
        Story story = Story.running().at(10).see(done()).at(11).see(accepted(ONE));
        story.at(60).see(shown(up(ONE))).at(61).see(accepted(ONE)).at(65).see(noSuch(ONE));
        story.at(70).see(listed(67)).see(noSuch(ONE));

        assertThat(story.session().find(ONE).orElseThrow().isGone()).isTrue();
        assertThat(story.ledger().of(ONE, STORAGE))
                .extracting(LedgerInterval::to)
                .containsExactly(at(61));
    }

    @Test
    void followsThePriceOfAMachineThatLivesOnThoughItsEndWasAccepted() {
        Rates dearer = new Rates(UsdPerHour.of("0.5"), RATES.storage());
        Story story = Story.running().at(10).see(done()).at(11).see(accepted(ONE));

        story.at(60).see(shown(view(ONE, InstanceCondition.RUNNING, List.of(), dearer)));

        assertThat(story.ledger().of(ONE, COMPUTE))
                .extracting(LedgerInterval::from)
                .containsExactly(at(5), at(60));
    }

    @Test
    void booksAnInstanceThatWasNeverShownAsAgreed() {
        Story story = gone(Story.booting(CHARGED_FROM_CREATION));

        assertThat(story.ledger().of(ONE, STORAGE)).containsExactly(line(STORAGE, 0, 11L, RATES.storage(), true));
        assertThat(story.ledger().of(ONE, COMPUTE)).containsExactly(line(COMPUTE, 0, 11L, RATES.compute(), true));
    }

    @Test
    void booksAnInstanceWhoseRatesWereNeverToldAsAgreed() {
        Story story = gone(Story.booting().at(2).see(shown(view(ONE, InstanceCondition.STARTING, List.of(), null))));

        assertThat(story.ledger().of(ONE, STORAGE)).containsExactly(line(STORAGE, 0, 11L, RATES.storage(), true));
        assertThat(story.ledger().of(ONE, COMPUTE)).isEmpty();
    }

    @Test
    void goesOnFromWhereItClosedWhenAnInstanceIsShownAgain() {
        Story story = Story.stopped().at(300).see(listed(300, starting(ONE)));
        assertThat(story.ledger().of(ONE, STORAGE))
                .extracting(LedgerInterval::from)
                .containsExactly(at(0), at(11));

        story.at(301).see(accepted(ONE)).at(305).see(noSuch(ONE));
        story.at(310).see(listed(308)).see(noSuch(ONE));

        assertThat(story.ledger().of(ONE, STORAGE))
                .extracting(LedgerInterval::to)
                .containsExactly(at(11), at(301));
        assertThat(story.session().nextActAt()).isNull();
    }

    private static Story gone(Story story) {
        story.at(10).see(done()).at(11).see(accepted(ONE)).at(200).see(noSuch(ONE));
        return story.at(210).see(listed(205)).see(noSuch(ONE));
    }

    private static LedgerInterval line(
            ChargeKind kind, long from, @Nullable Long to, UsdPerHour rate, boolean estimated) {
        return new LedgerInterval(SESSION, ONE, kind, at(from), to == null ? null : at(to), rate, estimated);
    }
}
