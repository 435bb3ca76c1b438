package io.gpushopper.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.AbsenceProof;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.InstanceView;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.Tag;
import io.gpushopper.testkit.FakeMarket;
import io.gpushopper.testkit.FakeProvider;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import io.gpushopper.testkit.Rental;
import io.gpushopper.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EndAllTest {
    private static final DeploymentId PROD = new DeploymentId("prod");
    private static final ProviderId ONE = new ProviderId("one");
    private static final ProviderId TWO = new ProviderId("two");
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final SettableClock clock = new SettableClock();
    private final FakeMarket one = new FakeMarket(ONE, clock, 0);
    private final FakeMarket two = new FakeMarket(TWO, clock, 0);
    private final List<String> told = new ArrayList<>();
    private final EndAll endAll = new EndAll(
            List.of(FakeProvider.of(ONE, one, clock), FakeProvider.of(TWO, two, clock)),
            PROD,
            clock,
            pause -> clock.set(clock.instant().plus(pause)));

    @Test
    void endsWhatCarriesTheWholeTagAtEveryProviderAndNothingElse() throws InterruptedException {
        InstanceId first = one.plant(tag("prod"));
        InstanceId second = two.plant(tag("prod"));
        one.plant(tag("prodeu"));
        one.plant("gpushop-prod");
        one.plant("");
        assertThat(endAll.list().instances()).extracting(InstanceView::id).containsExactlyInAnyOrder(first, second);

        assertThat(endAll.end(PATIENCE, told::add).isEmpty()).isTrue();

        assertThat(one.rentals())
                .filteredOn(Rental::billing)
                .extracting(Rental::mark)
                .containsExactly(tag("prodeu"), "gpushop-prod", "");
        assertThat(two.rentals()).noneMatch(Rental::billing);
        assertThat(told).contains("gone       " + first, "gone       " + second);
    }

    @Test
    void onlyListsWhenAskedTo() {
        one.plant(tag("prod"));

        assertThat(endAll.list().isEmpty()).isFalse();

        assertThat(one.rentals()).allMatch(Rental::billing);
    }

    @Test
    void goesOnUntilTheProviderTakesIt() throws InterruptedException {
        one.plant(tag("prod"));
        one.fail(MarketOperation.DESTROY, MarketFault.SERVER_ERROR, 9);
        one.fail(MarketOperation.GET, MarketFault.BARE_NOT_FOUND, 2);

        assertThat(endAll.end(PATIENCE, told::add).isEmpty()).isTrue();

        assertThat(one.rentals()).noneMatch(Rental::billing);
        assertThat(told).anyMatch(line -> line.startsWith("not yet    "));
    }

    @Test
    void endsWhatShowsUpMeanwhile() throws InterruptedException {
        InstanceId late = late();

        assertThat(endAll.end(PATIENCE, told::add).isEmpty()).isTrue();

        assertThat(one.rentals()).noneMatch(Rental::billing);
        assertThat(told).contains("gone       " + late);
    }

    @Test
    void provesWhatSomebodyElseEndedAsOneThatNobodyAskedFor() throws InterruptedException {
        InstanceId ended = one.plant(tag("prod"));
        one.fail(MarketOperation.DESTROY, MarketFault.SERVER_ERROR, 100_000);
        boolean[] vanished = new boolean[1];
        EndAll refused = new EndAll(List.of(FakeProvider.of(ONE, one, clock)), PROD, clock, pause -> {
            if (!vanished[0]) {
                vanished[0] = true;
                one.vanish(ended);
            }
            clock.set(clock.instant().plus(pause));
        });
        Instant began = clock.instant();

        assertThat(refused.end(PATIENCE, told::add).isEmpty()).isTrue();

        assertThat(Duration.between(began, clock.instant()))
                .isBetween(AbsenceProof.UNASKED_SPACING, AbsenceProof.UNASKED_SPACING.plusSeconds(10));
    }

    @Test
    void saysWhatIsLeftAndThatItCanNotKnowWithoutAListing() throws InterruptedException {
        InstanceId kept = one.plant(tag("prod"));
        one.fail(MarketOperation.DESTROY, MarketFault.SERVER_ERROR, 100_000);
        two.fail(MarketOperation.LIST, MarketFault.SERVER_ERROR, 100_000);
        Instant began = clock.instant();

        EndAll.Report left = endAll.end(PATIENCE, told::add);

        assertThat(left.isEmpty()).isFalse();
        assertThat(left.instances()).extracting(InstanceView::id).containsExactly(kept);
        assertThat(left.troubles()).containsOnlyKeys(TWO);
        assertThat(Duration.between(began, clock.instant())).isBetween(PATIENCE, PATIENCE.plusMinutes(1));
    }

    /** One that is shown only after the first look. */
    private InstanceId late() {
        one.plant(tag("prod"));
        one.showAfter(Duration.ofSeconds(4));
        return one.plant(tag("prod"));
    }

    private static String tag(String deployment) {
        return new Tag(
                        new DeploymentId(deployment),
                        new SessionId("sess-aaaaaaaaaaaaaaaa"),
                        1,
                        Instant.parse("2026-11-24T12:00:00Z"))
                .text();
    }
}
