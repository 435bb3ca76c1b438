package io.gpushopper.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.domain.health.MarketHealth;
import io.gpushopper.domain.health.OfferFailure;
import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.OfferOrder;
import io.gpushopper.domain.offer.OfferQuery;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.FailureType;
import io.gpushopper.testkit.FakeMarket;
import io.gpushopper.testkit.FakeProvider;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import io.gpushopper.testkit.OfferBuilder;
import io.gpushopper.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InventoryTest {
    private static final ProviderId ONE = new ProviderId("one");
    private static final ProviderId TWO = new ProviderId("two");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** More than the tries of one call. */
    private static final int ONE_CALL = 3;

    private final SettableClock clock = new SettableClock();
    private final FakeMarket first = new FakeMarket(ONE, clock, 2);
    private final FakeMarket second = new FakeMarket(TWO, clock, 0);
    private final Inventory inventory = new Inventory(
            List.of(FakeProvider.of(ONE, first, clock), FakeProvider.of(TWO, second, clock)), MINUTE, clock);

    @Test
    void showsAllProvidersInOneOrder() {
        second.stock(OfferBuilder.anOffer(TWO, "dear").price("9").build());
        second.stock(OfferBuilder.anOffer(TWO, "cheap").price("0.1").build());
        refreshBoth();

        assertThat(ids(OfferQuery.EVERYTHING)).containsExactly("two-cheap", "one-1", "one-2", "two-dear");
        assertThat(ids(OfferQuery.builder().order(OfferOrder.PRICE_DESCENDING).build()))
                .containsExactly("two-dear", "one-1", "one-2", "two-cheap");
        assertThat(ids(OfferQuery.builder().provider(TWO).build())).containsExactly("two-cheap", "two-dear");
    }

    @Test
    void showsAPageAndHowManyThereAreInAll() {
        refreshBoth();

        InventoryPage page = inventory.list(OfferQuery.EVERYTHING, 1, 1);

        assertThat(page.offers()).extracting(Offer::id).containsExactly(new OfferId(ONE, "2"));
        assertThat(page.total()).isEqualTo(2);
        assertThat(inventory
                        .list(OfferQuery.EVERYTHING, Integer.MAX_VALUE, Integer.MAX_VALUE)
                        .total())
                .isEqualTo(2);
    }

    @Test
    void believesLessOfWhatFailedAndListsNotWhatFailsAgainAndAgain() {
        refreshBoth();
        double before =
                inventory.list(OfferQuery.EVERYTHING, 0, 1).offers().get(0).availabilityConfidence();
        OfferId once = new OfferId(ONE, "1");
        OfferId often = new OfferId(ONE, "2");

        inventory.judge(MarketHealth.of(
                List.of(failure(once), failure(often), failure(often), failure(often)), clock.instant()));

        InventoryPage page = inventory.list(OfferQuery.EVERYTHING, 0, 10);
        assertThat(page.total()).isEqualTo(1);
        assertThat(page.offers()).extracting(Offer::id).containsExactly(once);
        assertThat(page.offers().get(0).availabilityConfidence()).isEqualTo(before * 0.7);
        assertThat(inventory.offers(ONE)).extracting(Offer::id).containsExactly(once);
        assertThat(inventory.require(often).availabilityConfidence()).isZero();
    }

    private OfferFailure failure(OfferId offer) {
        return new OfferFailure(offer, new GpuModel("RTX 4090"), FailureType.SSH_TIMEOUT, clock.instant());
    }

    @Test
    void asksAgainInAMinuteAndInFiveWhileRateLimited() {
        assertThat(inventory.refresh(ONE)).isEqualTo(MINUTE);
        first.fail(MarketOperation.SEARCH, MarketFault.RATE_LIMIT, ONE_CALL);
        assertThat(inventory.refresh(ONE)).isEqualTo(Duration.ofMinutes(5));
        first.fail(MarketOperation.SEARCH, MarketFault.SERVER_ERROR, ONE_CALL);
        assertThat(inventory.refresh(ONE)).isEqualTo(MINUTE);
        assertThat(inventory.refresh(ONE)).isEqualTo(MINUTE);
    }

    @Test
    void keepsWhatAFailingProviderShowedAndSaysHowOldItIs() {
        refreshBoth();
        clock.advance(Duration.ofSeconds(240));
        first.fail(MarketOperation.SEARCH, MarketFault.RATE_LIMIT, ONE_CALL);

        inventory.refresh(ONE);
        clock.advance(Duration.ofSeconds(2));

        InventoryPage page = inventory.list(OfferQuery.EVERYTHING, 0, 10);
        assertThat(page.total()).isEqualTo(2);
        assertThat(page.warnings())
                .containsExactly(new InventoryWarning(
                        ONE,
                        ErrorKind.RATE_LIMITED,
                        "the provider limits how often it may be asked",
                        Duration.ofSeconds(242)));
        assertThat(inventory
                        .list(OfferQuery.builder().provider(TWO).build(), 0, 10)
                        .warnings())
                .isEmpty();
    }

    @Test
    void saysWhoseOffersAreStillBeingLoaded() {
        inventory.refresh(ONE);

        assertThat(inventory.list(OfferQuery.EVERYTHING, 0, 10).warnings())
                .containsExactly(new InventoryWarning(
                        TWO, ErrorKind.UNAVAILABLE, "its offers are being loaded for the first time", null));
    }

    @Test
    void hasFirstOffersWhenOneProviderHasShownAny() {
        assertThat(inventory.first().toCompletableFuture()).isNotDone();
        first.fail(MarketOperation.SEARCH, MarketFault.SERVER_ERROR, ONE_CALL);
        inventory.refresh(ONE);
        assertThat(inventory.first().toCompletableFuture()).isNotDone();
        inventory.refresh(TWO);
        assertThat(inventory.first().toCompletableFuture()).isCompletedWithValue(true);
    }

    @Test
    void hasNoFirstOffersWhenAllHaveFailed() {
        first.fail(MarketOperation.SEARCH, MarketFault.SERVER_ERROR, ONE_CALL);
        second.fail(MarketOperation.SEARCH, MarketFault.SERVER_ERROR, ONE_CALL);
        refreshBoth();

        assertThat(inventory.first().toCompletableFuture()).isCompletedWithValue(false);
    }

    @Test
    void makesASnapshotOnlyWhenSomethingChanges() {
        refreshBoth();
        InventorySnapshot before = inventory.shown();

        assertThat(inventory.list(OfferQuery.EVERYTHING, 0, 1).snapshot()).isSameAs(before);
        inventory.withdraw(new OfferId(ONE, "1"));

        assertThat(inventory.shown()).isNotSameAs(before);
        assertThat(inventory.shown().find(new OfferId(ONE, "1"))).isEmpty();
        assertThat(before.find(new OfferId(ONE, "1"))).isPresent();
    }

    @Test
    void knowsWhatIsGoneFromWhatNeverWas() {
        refreshBoth();
        inventory.withdraw(new OfferId(ONE, "1"));

        assertThatThrownBy(() -> inventory.require(new OfferId(ONE, "1"))).isInstanceOf(OfferGoneException.class);
        assertThatThrownBy(() -> inventory.require(new OfferId(ONE, "7"))).isInstanceOf(NotFoundException.class);
        clock.advance(Duration.ofMinutes(15));
        assertThatThrownBy(() -> inventory.require(new OfferId(ONE, "1"))).isInstanceOf(NotFoundException.class);
    }

    @Test
    void doesNotShowAgainWhatWasBoughtWhileTheProviderWasAsked() {
        refreshBoth();
        inventory.withdraw(new OfferId(ONE, "1"));

        // The provider's answer is of the same moment, and still has it.
        inventory.refresh(ONE);
        assertThat(ids(OfferQuery.EVERYTHING)).containsExactly("one-2");

        clock.advance(MINUTE);
        inventory.refresh(ONE);
        assertThat(ids(OfferQuery.EVERYTHING)).containsExactly("one-1", "one-2");
    }

    private void refreshBoth() {
        inventory.refresh(ONE);
        inventory.refresh(TWO);
    }

    private List<String> ids(OfferQuery query) {
        return inventory.list(query, 0, Integer.MAX_VALUE).offers().stream()
                .map(offer -> offer.id().toString())
                .toList();
    }
}
