package io.gpushopper.domain.session;

import static io.gpushopper.domain.session.Fixtures.ACCOUNT;
import static io.gpushopper.domain.session.Fixtures.DEPLOYMENT;
import static io.gpushopper.domain.session.Fixtures.ENDPOINT;
import static io.gpushopper.domain.session.Fixtures.ONE;
import static io.gpushopper.domain.session.Fixtures.OTHER_ACCOUNT;
import static io.gpushopper.domain.session.Fixtures.POLICY;
import static io.gpushopper.domain.session.Fixtures.PROVIDER;
import static io.gpushopper.domain.session.Fixtures.RATES;
import static io.gpushopper.domain.session.Fixtures.SESSION;
import static io.gpushopper.domain.session.Fixtures.TAG;
import static io.gpushopper.domain.session.Fixtures.TWO;
import static io.gpushopper.domain.session.Fixtures.at;
import static io.gpushopper.domain.session.Fixtures.in;
import static io.gpushopper.domain.session.Fixtures.listing;
import static io.gpushopper.domain.session.Fixtures.starting;
import static io.gpushopper.domain.session.Fixtures.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconcilePlanTest {
    private static final SessionId NEVER_HEARD_OF = new SessionId("sess-zzzzzzzzzzzzzzzz");

    @Test
    void findsNothingWhereStoreAndListingAgree() {
        assertThat(plan(Story.running(), listing(ACCOUNT, 20, 20, up(ONE))).findings())
                .isEmpty();
    }

    @Test
    void whatIsNotOursYieldsNothingButACount() {
        ReconcilePlan plan = plan(
                Story.running(),
                listing(
                        ACCOUNT,
                        20,
                        20,
                        up(ONE),
                        marked("3", ""),
                        marked("4", "my-own-box"),
                        marked("5", "gpushop-prod-abcdefghijklmnop-1"),
                        marked("6", "GPUSHOP-prod-abcdefghijklmnop-1-tp0100"),
                        marked("7", "gpushop-prodeu-abcdefghijklmnop-1-tp0100"),
                        marked("8", "gpushop-other-abcdefghijklmnop-1-tp0100")));

        assertThat(plan.findings()).isEmpty();
        assertThat(plan.foreign()).isEqualTo(4);
        assertThat(plan.otherDeployments()).isEqualTo(2);
        assertThat(plan.otherDeploymentsBurn()).isEqualTo(UsdPerHour.of("0.84"));
    }

    @Test
    void everyIdThatTheStoreEverUsedIsOurs() {
        InstanceView old = marked("9", new Tag(new DeploymentId("older"), NEVER_HEARD_OF, 1, at(0)).text());
        ReconcilePlan.Known known =
                new ReconcilePlan.Known(Set.of(DEPLOYMENT, new DeploymentId("older")), List.of(), id -> false);

        ReconcilePlan plan = ReconcilePlan.of(listing(ACCOUNT, 20, 20, old), known, POLICY.visibilityLag(), at(20));

        assertThat(plan.findings()).singleElement().isInstanceOf(ReconcileFinding.Stranger.class);
    }

    @Test
    void secondInstanceUnderATagIsStray() {
        assertThat(plan(Story.running(), listing(ACCOUNT, 20, 20, up(ONE), up(TWO)))
                        .findings())
                .containsExactly(new ReconcileFinding.Stray(TAG, up(TWO)));
    }

    @Test
    void instanceThatAnOpenAttemptMayAdoptIsStray() {
        assertThat(plan(Story.unknown(), listing(ACCOUNT, 20, 20, starting(ONE)))
                        .findings())
                .containsExactly(new ReconcileFinding.Stray(TAG, starting(ONE)));
    }

    @Test
    void instanceOfASessionThatIsOverIsStray() {
        ReconcilePlan.Known known = new ReconcilePlan.Known(Set.of(DEPLOYMENT), List.of(), TAG::equals);

        ReconcilePlan plan = ReconcilePlan.of(listing(ACCOUNT, 20, 20, up(ONE)), known, POLICY.visibilityLag(), at(20));

        assertThat(plan.findings()).containsExactly(new ReconcileFinding.Stray(TAG, up(ONE)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void instanceOfAPurchaseThatTheStoreHasLostIsAStrangerWhetherItsSessionIsOverOrNot(boolean over) {
        Tag lost = new Tag(DEPLOYMENT, SESSION, 2, at(5));
        List<Session> unfinished = over ? List.of() : List.of(Story.running().session());
        ReconcilePlan.Known known = new ReconcilePlan.Known(Set.of(DEPLOYMENT), unfinished, TAG::equals);
        InstanceView second = marked("2", lost.text());

        ReconcilePlan plan =
                ReconcilePlan.of(listing(ACCOUNT, 20, 20, up(ONE), second), known, POLICY.visibilityLag(), at(20));

        assertThat(plan.findings()).contains(new ReconcileFinding.Stranger(lost, second));
    }

    @Test
    void instanceThatWasTakenForGoneIsStray() {
        Story story = Story.running().at(9).see(Fixtures.listed(9, up(ONE), up(TWO)));
        story.at(10).see(Fixtures.accepted(TWO)).at(14).see(Fixtures.noSuch(TWO));
        story.at(16).see(Fixtures.listed(15, up(ONE))).at(20).see(Fixtures.noSuch(TWO));

        assertThat(plan(story, listing(ACCOUNT, 30, 30, up(ONE), up(TWO))).findings())
                .containsExactly(new ReconcileFinding.Stray(TAG, up(TWO)));
    }

    @Test
    void instanceOfASessionThatTheStoreNeverHeardOfIsAStranger() {
        Tag tag = new Tag(DEPLOYMENT, NEVER_HEARD_OF, 1, at(0));
        InstanceView view = marked("9", tag.text());

        assertThat(plan(Story.running(), listing(ACCOUNT, 20, 20, up(ONE), view))
                        .findings())
                .containsExactly(new ReconcileFinding.Stranger(tag, view));
    }

    @Test
    void instanceUnderATagThatItsSessionNeverBoughtIsAStranger() {
        Tag second = new Tag(DEPLOYMENT, SESSION, 2, at(0));
        InstanceView view = marked("9", second.text());

        assertThat(plan(Story.running(), listing(ACCOUNT, 20, 20, up(ONE), view))
                        .findings())
                .containsExactly(new ReconcileFinding.Stranger(second, view));
    }

    @Test
    void liveInstanceThatIsNotListedIsMissing() {
        assertThat(plan(Story.running(), listing(ACCOUNT, 20, 20)).findings())
                .containsExactly(new ReconcileFinding.Missing(SESSION, ONE));
    }

    @Test
    void nothingIsMissingFromAListingThatCannotTell() {
        assertThat(plan(Story.running(), listing(OTHER_ACCOUNT, 20, 20)).findings())
                .isEmpty();
        assertThat(plan(Story.booting(), listing(ACCOUNT, 120, 120)).findings()).isEmpty();
        assertThat(plan(Story.booting(), listing(ACCOUNT, 121, 121)).findings()).hasSize(1);
        assertThat(plan(Story.running(), listing(ACCOUNT, 1, 20)).findings()).isEmpty();
    }

    @Test
    void nothingIsMissingFromAListingThatIsTooOld() {
        ReconcilePlan.Known known = known(Story.running());
        Listing.Complete listing = listing(ACCOUNT, 20, 30);

        assertThat(ReconcilePlan.of(listing, known, POLICY.visibilityLag(), at(90))
                        .findings())
                .hasSize(1);
        assertThat(ReconcilePlan.of(listing, known, POLICY.visibilityLag(), at(91))
                        .findings())
                .isEmpty();
    }

    @Test
    void instanceThatIsEndedIsExpectedToVanish() {
        assertThat(plan(Story.destroyed(), listing(ACCOUNT, 20, 20)).findings()).isEmpty();
    }

    @Test
    void conditionAddressAndRatesThatDifferAreAChange() {
        InstanceView stopped = in(InstanceCondition.STOPPED, ONE);
        InstanceView dearer = Fixtures.view(
                ONE, InstanceCondition.RUNNING, List.of(ENDPOINT), new Rates(UsdPerHour.of("0.5"), RATES.storage()));
        InstanceView moved = Fixtures.view(
                ONE, InstanceCondition.RUNNING, List.of(new SshEndpoint("203.0.113.8", 22, "root")), RATES);

        for (InstanceView view : List.of(stopped, dearer, moved)) {
            assertThat(plan(Story.running(), listing(ACCOUNT, 20, 20, view)).findings())
                    .containsExactly(new ReconcileFinding.Changed(SESSION, view));
        }
    }

    @Test
    void sightingOfAnInstanceThatWasMissedIsAChange() {
        Story story = Story.running().at(15).see(Fixtures.noSuch(ONE));

        assertThat(plan(story, listing(ACCOUNT, 20, 20, up(ONE))).findings())
                .containsExactly(new ReconcileFinding.Changed(SESSION, up(ONE)));
    }

    @Test
    void olderListingChangesNothing() {
        assertThat(plan(Story.running(), listing(ACCOUNT, 4, 20, starting(ONE))).findings())
                .isEmpty();
    }

    @Test
    void listingThatTellsNoRateChangesNone() {
        InstanceView silent = Fixtures.view(ONE, InstanceCondition.RUNNING, List.of(), null);

        assertThat(plan(Story.running(), listing(ACCOUNT, 20, 20, silent)).findings())
                .isEmpty();
    }

    private static ReconcilePlan plan(Story story, Listing.Complete listing) {
        return ReconcilePlan.of(listing, known(story), POLICY.visibilityLag(), listing.arrivedAt());
    }

    private static ReconcilePlan.Known known(Story story) {
        return new ReconcilePlan.Known(Set.of(DEPLOYMENT), List.of(story.session()), TAG::equals);
    }

    private static InstanceView marked(String id, String mark) {
        return new InstanceView(
                new InstanceId(PROVIDER, id), mark, InstanceCondition.RUNNING, List.of(), RATES, null, "");
    }
}
