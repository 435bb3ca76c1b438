package io.gpushopper.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.ledger.InstanceBill;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.Template;
import io.gpushopper.domain.offer.TemplateId;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.DestroyOutcome;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.InstanceCondition;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.InstanceView;
import io.gpushopper.domain.session.LaunchOutcome;
import io.gpushopper.domain.session.LaunchOutcome.Launched;
import io.gpushopper.domain.session.LaunchOutcome.Rejected;
import io.gpushopper.domain.session.LaunchOutcome.Unknown;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.domain.session.Tag;
import io.gpushopper.ports.InstanceAnswer;
import io.gpushopper.ports.InstanceAnswer.NoSuchInstance;
import io.gpushopper.ports.InstanceAnswer.Present;
import io.gpushopper.ports.LaunchRequest;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.ProviderBill;
import io.gpushopper.ports.ProviderException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every adapter of {@link Provider} does, whoever the provider is; one nested class per operation. A subclass brings the
 * provider and the market behind it, which it empties and heals before each test, and overrides no test.
 */
public abstract class ProviderContract {
    private static final SshPublicKey ENGINE_KEY =
            new SshPublicKey("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHVsdHJhLXNlY3JldC1lbmdpbmUta2V5LW9mLXRlc3Rz engine");
    private static final SshPublicKey CONSUMER_KEY = new SshPublicKey(
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGFub3RoZXIta2V5LXRoYXQtYS1jb25zdW1lci1oYXM consumer");
    private static final int ALWAYS = 1_000;
    // More than fits on a page of any provider.
    private static final int MANY = 30;
    private static final int AT_ONCE = 8;
    private static final AtomicLong SEEDS = new AtomicLong(7_301);

    private final DeploymentId deployment = new DeploymentId("contract");
    private final Random random = new Random(SEEDS.getAndIncrement());

    /** The tested provider, on an account that the market knows. */
    protected abstract Provider provider();

    /** The same provider with credentials that it refuses. */
    protected abstract Provider providerWithRefusedKey();

    protected abstract MarketControl market();

    /** The clock that both providers go by. */
    protected abstract InstantSource clock();

    /** The wire over which the provider is asked; null when there is none. */
    protected abstract @Nullable Wire wire();

    /**
     * What the provider is asked over, so that a test can alter its JSON.
     *
     * @param url where its API is
     * @param provider the tested provider with its API at another place
     * @param optional the names of all fields that it may leave out, in its offers and its instances
     * @param state the name of the field that tells how an instance is
     */
    public record Wire(URI url, Function<URI, Provider> provider, Set<String> optional, String state) {
        public Wire {
            requireNonNull(url, "url");
            requireNonNull(provider, "provider");
            optional = Set.copyOf(optional);
            requireNonNull(state, "state");
        }
    }

    @Nested
    class Templates {
        @Test
        void listsWhatItRecommendsAndFindsEachOfThemByItsId() {
            for (Template template : provider().templates()) {
                assertThat(template.recommended()).isTrue();
                assertThat(template.provider()).isEqualTo(provider().id());
                assertThat(provider().template(template.id()))
                        .hasValueSatisfying(
                                found -> assertThat(found.template()).isEqualTo(template));
            }
        }

        @Test
        void findsNoTemplateThatIsNotThere() {
            assertThat(provider().template(new TemplateId("nobody-made-this"))).isEmpty();
        }
    }

    @Nested
    class AccountOf {
        @Test
        void tellsWhichAccountItIs() {
            var account = provider().account();

            assertThat(account.id().provider()).isEqualTo(provider().id());
            assertThat(account.id().value()).isNotBlank();
            assertThat(provider().account().id()).isEqualTo(account.id());
        }

        @Test
        void saysThatARefusedKeyIsRefused() {
            assertFails(ErrorKind.UNAUTHORIZED, () -> providerWithRefusedKey().account());
        }

        @Test
        void doesNotTakeAFailureForARefusedKey() {
            market().fail(MarketOperation.ACCOUNT, MarketFault.SERVER_ERROR, ALWAYS);

            assertFails(ErrorKind.UNAVAILABLE, () -> provider().account());
        }
    }

    @Nested
    class Offers {
        @Test
        void showsOffersWithAPriceForTheirDisk() {
            List<Offer> offers = provider().offers();

            assertThat(offers).isNotEmpty().allSatisfy(offer -> {
                assertThat(offer.id().provider()).isEqualTo(provider().id());
                assertThat(offer.price().isZero()).isFalse();
                assertThat(offer.diskGb())
                        .isGreaterThanOrEqualTo(provider().traits().minDiskGb());
                assertThat(offer.gpus().providerName()).isNotBlank();
            });
            assertThat(offers.stream().map(Offer::id)).doesNotHaveDuplicates();
        }

        @Test
        void triesAgainWhenTheFailurePasses() {
            market().fail(MarketOperation.SEARCH, MarketFault.SERVER_ERROR, 1);

            assertThat(provider().offers()).isNotEmpty();
        }

        @Test
        void failsRatherThanShowNothing() {
            market().fail(MarketOperation.SEARCH, MarketFault.SERVER_ERROR, ALWAYS);

            assertFails(ErrorKind.UNAVAILABLE, () -> provider().offers());
        }

        @Test
        void failsOnAnAnswerThatMakesNoSense() {
            market().fail(MarketOperation.SEARCH, MarketFault.NONSENSE, ALWAYS);

            assertFails(ErrorKind.MALFORMED, () -> provider().offers());
        }
    }

    @Nested
    class Launch {
        @Test
        void buysOneInstanceThatCarriesItsTag() {
            Tag tag = newTag();

            LaunchOutcome outcome = buy(tag);

            assertThat(outcome).isInstanceOf(Launched.class);
            assertThat(rentalsUnder(tag))
                    .singleElement()
                    .satisfies(rental -> assertThat(rental.id()).isEqualTo(((Launched) outcome).instance()))
                    .satisfies(rental -> assertThat(rental.billing()).isTrue());
        }

        @Test
        void saysThatAnOfferIsGone() {
            Tag tag = newTag();
            Offer offer = cheapest();
            market().sellOut(offer);

            LaunchOutcome outcome = buy(provider(), request(tag, offer));

            assertThat(outcome).isInstanceOfSatisfying(Rejected.class, refusal -> {
                assertThat(refusal.kind()).isEqualTo(ErrorKind.OFFER_GONE);
                assertThat(refusal.created()).isNull();
            });
            assertThat(rentalsUnder(tag)).isEmpty();
        }

        @Test
        void saysThatARefusedKeyIsRefused() {
            Tag tag = newTag();
            Offer offer = cheapest();

            LaunchOutcome outcome = buy(providerWithRefusedKey(), request(tag, offer));

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            refusal -> assertThat(refusal.kind()).isEqualTo(ErrorKind.UNAUTHORIZED));
            assertThat(rentalsUnder(tag)).isEmpty();
        }

        @Test
        void saysThatTheRateLimitHadNoEffect() {
            Tag tag = newTag();
            Offer offer = cheapest();
            market().fail(MarketOperation.CREATE, MarketFault.RATE_LIMIT, 1);

            LaunchOutcome outcome = buy(provider(), request(tag, offer));

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            refusal -> assertThat(refusal.kind()).isEqualTo(ErrorKind.RATE_LIMITED));
            assertThat(rentalsUnder(tag)).isEmpty();
        }

        @Test
        void leavesOpenWhatHappenedWhenTheAnswerIsLostAndFindsItByItsTag() {
            Tag tag = newTag();
            Offer offer = cheapest();
            market().fail(MarketOperation.CREATE, MarketFault.DROP_AFTER_EFFECT, 1);

            LaunchOutcome outcome = buy(provider(), request(tag, offer));

            assertThat(outcome).isInstanceOf(Unknown.class);
            assertThat(rentalsUnder(tag)).hasSize(1);
            Eventually.holds(
                    "the listing shows " + tag, () -> marksIn(completeListing()).contains(tag.text()));
        }

        @Test
        void neverSendsASecondTime() {
            Tag tag = newTag();
            Offer offer = cheapest();
            market().fail(MarketOperation.CREATE, MarketFault.DROP_BEFORE_EFFECT, 1);

            LaunchOutcome outcome = buy(provider(), request(tag, offer));

            assertThat(outcome).isInstanceOf(Unknown.class);
            assertThat(rentalsUnder(tag)).isEmpty();
        }

        @Test
        void leavesOpenWhatAGatewaysErrorMeans() {
            Tag tag = newTag();
            Offer offer = cheapest();
            market().fail(MarketOperation.CREATE, MarketFault.GATEWAY_ERROR_AFTER_EFFECT, 1);

            assertThat(buy(provider(), request(tag, offer))).isInstanceOf(Unknown.class);
            assertThat(rentalsUnder(tag)).hasSize(1);
        }

        @Test
        void leavesOpenWhatAnAnswerWithoutSenseMeans() {
            Tag tag = newTag();
            Offer offer = cheapest();
            market().fail(MarketOperation.CREATE, MarketFault.NONSENSE, 1);

            assertThat(buy(provider(), request(tag, offer))).isInstanceOf(Unknown.class);
            assertThat(rentalsUnder(tag)).hasSize(1);
        }

        @Test
        void sendsNothingAfterTheMomentToSendBy() {
            Tag tag = newTag();
            LaunchRequest request = request(tag, cheapest());
            LaunchRequest late = new LaunchRequest(
                    tag,
                    request.offer(),
                    request.launchTerms(),
                    request.diskGb(),
                    request.keys(),
                    clock().instant().minusSeconds(1));

            assertThat(buy(provider(), late)).isInstanceOf(Rejected.class);
            assertThat(rentalsUnder(tag)).isEmpty();
        }
    }

    @Nested
    class Instances {
        @Test
        void listsWhateverTheAccountHas() {
            Tag tag = newTag();
            buy(tag);
            market().plant("somebody-elses-box");

            Eventually.holds(
                    "both are listed",
                    () -> marksIn(completeListing()).containsAll(List.of(tag.text(), "somebody-elses-box")));
            Listing.Complete listing = completeListing();
            assertThat(listing.account()).isEqualTo(provider().account().id());
            assertThat(listing.arrivedAt()).isAfterOrEqualTo(listing.askedAt());
        }

        @Test
        void listsMoreThanOnePage() {
            Set<InstanceId> planted = new HashSet<>();
            for (int i = 0; i < MANY; i++) {
                planted.add(market().plant("box-" + i));
            }

            Eventually.holds("all are listed", () -> idsIn(completeListing()).containsAll(planted));
            assertThat(completeListing().instances().stream().map(InstanceView::id))
                    .doesNotHaveDuplicates();
        }

        @Test
        void triesAgainWhenTheFailurePasses() {
            market().fail(MarketOperation.LIST, MarketFault.SERVER_ERROR, 1);

            assertThat(provider().instances()).isInstanceOf(Listing.Complete.class);
        }

        @Test
        void isPartialAndNotEmptyWhenTheProviderFails() {
            market().fail(MarketOperation.LIST, MarketFault.SERVER_ERROR, ALWAYS);

            assertPartial(ErrorKind.UNAVAILABLE, provider().instances());
        }

        @Test
        void isPartialWhenTheConnectionBreaks() {
            market().fail(MarketOperation.LIST, MarketFault.DROP_BEFORE_EFFECT, ALWAYS);

            // Of any kind: where limits are on, the JDK's own second try of a read may run into one.
            assertThat(provider().instances()).isInstanceOf(Listing.Partial.class);
        }

        @Test
        void isPartialWhenTheAnswerMakesNoSense() {
            market().fail(MarketOperation.LIST, MarketFault.NONSENSE, ALWAYS);

            assertPartial(ErrorKind.MALFORMED, provider().instances());
        }

        @Test
        void isPartialWhenThereIsNoSuchPage() {
            market().fail(MarketOperation.LIST, MarketFault.BARE_NOT_FOUND, ALWAYS);

            assertPartial(ErrorKind.MALFORMED, provider().instances());
        }

        @Test
        void isPartialWhenTheKeyIsRefused() {
            buy(newTag());

            assertPartial(ErrorKind.UNAUTHORIZED, providerWithRefusedKey().instances());
        }
    }

    @Nested
    class OneInstance {
        @Test
        void isThereWithItsTag() {
            Tag tag = newTag();
            InstanceId id = bought(tag);

            assertThat(provider().instance(id)).isInstanceOfSatisfying(Present.class, present -> {
                assertThat(present.view().id()).isEqualTo(id);
                assertThat(present.view().mark()).isEqualTo(tag.text());
            });
        }

        @Test
        void tellsWhereToLogInAndWhatItBills() {
            InstanceId id = bought(newTag());

            Eventually.holds("an endpoint is told", () -> !view(id).endpoints().isEmpty());
            assertThat(view(id).burning()).isNotNull();
        }

        @Test
        void isNotThereOnceItWasDestroyed() {
            InstanceId id = bought(newTag());
            provider().destroy(id);

            Eventually.holds("it is gone by id", () -> provider().instance(id).equals(new NoSuchInstance(id)));
        }

        @Test
        void isNeverGoneForAFailure() {
            InstanceId id = bought(newTag());
            market().fail(MarketOperation.GET, MarketFault.SERVER_ERROR, ALWAYS);

            assertFails(ErrorKind.UNAVAILABLE, () -> provider().instance(id));
        }

        @Test
        void isNeverGoneForABareNotFound() {
            InstanceId id = bought(newTag());
            market().fail(MarketOperation.GET, MarketFault.BARE_NOT_FOUND, ALWAYS);

            assertFails(ErrorKind.MALFORMED, () -> provider().instance(id));
        }

        @Test
        void isNeverGoneForAnAnswerWithoutSense() {
            InstanceId id = bought(newTag());
            market().fail(MarketOperation.GET, MarketFault.NONSENSE, ALWAYS);

            assertFails(ErrorKind.MALFORMED, () -> provider().instance(id));
        }

        @Test
        void isNeverGoneForARefusedKey() {
            InstanceId id = bought(newTag());

            assertFails(ErrorKind.UNAUTHORIZED, () -> providerWithRefusedKey().instance(id));
        }
    }

    @Nested
    class AttachKey {
        @Test
        void letsOneMoreKeyInAndDoesNoHarmTwice() {
            assumeFalse(provider().traits().keysAtLaunch(), "keys travel in the purchase");
            InstanceId id = bought(newTag());

            provider().attachKey(id, CONSUMER_KEY);
            provider().attachKey(id, CONSUMER_KEY);

            assertThat(provider().instance(id)).isInstanceOf(Present.class);
        }

        @Test
        void triesAgainWhenTheFailurePasses() {
            assumeFalse(provider().traits().keysAtLaunch(), "keys travel in the purchase");
            InstanceId id = bought(newTag());
            market().fail(MarketOperation.ATTACH_KEY, MarketFault.SERVER_ERROR, 1);

            provider().attachKey(id, CONSUMER_KEY);

            assertThat(provider().instance(id)).isInstanceOf(Present.class);
        }

        @Test
        void isRefusedWhereKeysTravelInThePurchase() {
            assumeTrue(provider().traits().keysAtLaunch(), "keys are attached");
            InstanceId id = bought(newTag());

            assertFails(ErrorKind.UNSUPPORTED, () -> provider().attachKey(id, CONSUMER_KEY));
        }
    }

    @Nested
    class Stop {
        @Test
        void keepsTheDiskAndEndsTheBillOfTheMachine() {
            assumeKeepsStorage();
            Tag tag = newTag();
            InstanceId id = bought(tag);
            Eventually.holds("it runs", () -> view(id).condition() == InstanceCondition.RUNNING);

            provider().stop(id);

            Eventually.holds("it is stopped", () -> view(id).condition() == InstanceCondition.STOPPED);
            Rates burning = requireNonNull(view(id).burning());
            assertThat(burning.compute()).isEqualTo(UsdPerHour.ZERO);
            assertThat(burning.storage().isZero()).isFalse();
            assertThat(rentalsUnder(tag)).singleElement().matches(Rental::billing);
            assertThat(completeListing().instances())
                    .filteredOn(view -> view.id().equals(id))
                    .singleElement()
                    .matches(view -> view.condition() == InstanceCondition.STOPPED);
        }

        @Test
        void doesNoHarmTwiceAndLeavesTheInstanceToBeDestroyed() {
            assumeKeepsStorage();
            Tag tag = newTag();
            InstanceId id = bought(tag);

            provider().stop(id);
            provider().stop(id);

            Eventually.holds("it is stopped", () -> view(id).condition() == InstanceCondition.STOPPED);
            assertThat(provider().destroy(id)).isEqualTo(DestroyOutcome.ACCEPTED);
            Eventually.holds("nothing bills", () -> rentalsUnder(tag).stream().noneMatch(Rental::billing));
        }

        @ParameterizedTest
        @EnumSource(names = {"SERVER_ERROR", "RATE_LIMIT", "DROP_BEFORE_EFFECT", "DROP_AFTER_EFFECT"})
        void triesAgainWhenTheFailurePasses(MarketFault fault) {
            assumeKeepsStorage();
            InstanceId id = bought(newTag());
            market().fail(MarketOperation.STOP, fault, 1);

            provider().stop(id);

            Eventually.holds("it is stopped", () -> view(id).condition() == InstanceCondition.STOPPED);
        }

        @Test
        void isNotTakenForABareNotFound() {
            assumeKeepsStorage();
            InstanceId id = bought(newTag());
            market().fail(MarketOperation.STOP, MarketFault.BARE_NOT_FOUND, ALWAYS);

            assertFails(ErrorKind.MALFORMED, () -> provider().stop(id));
        }

        @Test
        void isNotTakenOfAnInstanceThatIsGone() {
            assumeKeepsStorage();
            InstanceId id = bought(newTag());
            provider().destroy(id);
            Eventually.holds("it is gone by id", () -> provider().instance(id).equals(new NoSuchInstance(id)));

            assertFails(ErrorKind.NOT_FOUND, () -> provider().stop(id));
        }

        @Test
        void isNotTakenForARefusedKey() {
            assumeKeepsStorage();
            InstanceId id = bought(newTag());

            assertFails(ErrorKind.UNAUTHORIZED, () -> providerWithRefusedKey().stop(id));
        }

        @Test
        void isRefusedWhereAStoppedMachineIsCharged() {
            assumeFalse(provider().traits().keepsStorage(), "a stopped machine keeps its disk");
            InstanceId id = bought(newTag());

            assertFails(ErrorKind.UNSUPPORTED, () -> provider().stop(id));
        }

        private void assumeKeepsStorage() {
            assumeTrue(provider().traits().keepsStorage(), "a stopped machine is charged");
        }
    }

    @Nested
    class Destroy {
        @Test
        void endsTheInstanceAndItsBill() {
            Tag tag = newTag();
            InstanceId id = bought(tag);

            assertThat(provider().destroy(id)).isEqualTo(DestroyOutcome.ACCEPTED);

            Eventually.holds("nothing bills", () -> rentalsUnder(tag).stream().noneMatch(Rental::billing));
            Eventually.holds("it is not listed", () -> !idsIn(completeListing()).contains(id));
        }

        /** Some providers take those that wait together in one call. */
        @Test
        void endsEachOfManyThatAreAskedForAtOnce() throws Exception {
            List<Callable<DestroyOutcome>> ends = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                InstanceId id = market().plant("box-" + i);
                ends.add(() -> provider().destroy(id));
            }
            ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE);
            try {
                for (Future<DestroyOutcome> end : callers.invokeAll(ends)) {
                    assertThat(end.get()).isNotEqualTo(DestroyOutcome.ALREADY_GONE);
                }
            } finally {
                callers.shutdownNow();
            }

            Eventually.holds("nothing bills", () -> market().rentals().stream().noneMatch(Rental::billing));
        }

        @Test
        void isDoneAlreadyTheSecondTime() {
            InstanceId id = bought(newTag());
            provider().destroy(id);
            Eventually.holds("it is gone by id", () -> provider().instance(id).equals(new NoSuchInstance(id)));

            assertThat(provider().destroy(id)).isEqualTo(DestroyOutcome.ALREADY_GONE);
        }

        @ParameterizedTest
        @EnumSource(names = {"SERVER_ERROR", "RATE_LIMIT", "DROP_BEFORE_EFFECT"})
        void triesAgainWhenTheFailurePasses(MarketFault fault) {
            InstanceId id = bought(newTag());
            market().fail(MarketOperation.DESTROY, fault, 1);

            assertThat(provider().destroy(id)).isEqualTo(DestroyOutcome.ACCEPTED);
        }

        @Test
        void getsThroughWhenTheAnswerIsLost() {
            Tag tag = newTag();
            InstanceId id = bought(tag);
            market().fail(MarketOperation.DESTROY, MarketFault.DROP_AFTER_EFFECT, 1);

            provider().destroy(id);

            Eventually.holds("nothing bills", () -> rentalsUnder(tag).stream().noneMatch(Rental::billing));
        }

        @Test
        void isNotDoneForABareNotFound() {
            Tag tag = newTag();
            InstanceId id = bought(tag);
            market().fail(MarketOperation.DESTROY, MarketFault.BARE_NOT_FOUND, ALWAYS);

            assertFails(ErrorKind.MALFORMED, () -> provider().destroy(id));
            assertThat(rentalsUnder(tag)).allMatch(Rental::billing);
        }

        @Test
        void isNotDoneForARefusedKey() {
            Tag tag = newTag();
            InstanceId id = bought(tag);

            assertFails(ErrorKind.UNAUTHORIZED, () -> providerWithRefusedKey().destroy(id));
            assertThat(rentalsUnder(tag)).allMatch(Rental::billing);
        }

        @Test
        void isKeptBackByNoFailureOfOthers() {
            InstanceId id = bought(newTag());
            Provider provider = provider();
            market().fail(MarketOperation.SEARCH, MarketFault.SERVER_ERROR, ALWAYS);
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(provider::offers).isInstanceOf(ProviderException.class);
            }

            assertThat(provider.instances()).isInstanceOf(Listing.Complete.class);
            assertThat(provider.destroy(id)).isEqualTo(DestroyOutcome.ACCEPTED);
        }
    }

    @Nested
    class Bill {
        private CostPeriod today() {
            return CostPeriod.day(CostPeriod.dayOf(clock().instant()));
        }

        private List<InstanceBill> told() {
            ProviderBill bill = provider().bill(today());
            assumeTrue(bill instanceof ProviderBill.Told, "the provider tells no bill");
            return ((ProviderBill.Told) bill).instances();
        }

        @Test
        void tellsEachInstanceOnceAlsoWhenItIsGone() {
            told();
            Tag tag = newTag();
            InstanceId id = bought(tag);
            Eventually.holds(
                    "it is billed",
                    () -> told().stream().anyMatch(bill -> bill.instance().equals(id)));
            provider().destroy(id);

            assertThat(told())
                    .filteredOn(bill -> bill.instance().equals(id))
                    .singleElement()
                    .satisfies(bill -> assertThat(bill.mark()).isEqualTo(tag.text()))
                    .satisfies(bill -> assertThat(bill.parts()).isNotEmpty());
        }

        @Test
        void tellsNothingOfDaysBeforeThere() {
            told();
            bought(newTag());
            CostPeriod before = CostPeriod.day(today().first().minusDays(40));

            assertThat(provider().bill(before)).isEqualTo(new ProviderBill.Told(List.of()));
        }

        @Test
        void triesAgainWhenTheFailurePasses() {
            told();
            market().fail(MarketOperation.BILL, MarketFault.SERVER_ERROR, 1);

            assertThat(provider().bill(today())).isInstanceOf(ProviderBill.Told.class);
        }

        @Test
        void failsRatherThanTellNothing() {
            told();
            market().fail(MarketOperation.BILL, MarketFault.SERVER_ERROR, ALWAYS);

            assertFails(ErrorKind.UNAVAILABLE, () -> provider().bill(today()));
        }

        @ParameterizedTest
        @EnumSource(names = {"NONSENSE", "BARE_NOT_FOUND"})
        void failsOnAnAnswerThatMakesNoSense(MarketFault fault) {
            told();
            market().fail(MarketOperation.BILL, fault, ALWAYS);

            assertFails(ErrorKind.MALFORMED, () -> provider().bill(today()));
        }

        @Test
        void saysThatARefusedKeyIsRefused() {
            told();

            assertFails(ErrorKind.UNAUTHORIZED, () -> providerWithRefusedKey().bill(today()));
        }
    }

    @Nested
    class OnTheWire {
        private @Nullable AlteringProxy proxy;

        @AfterEach
        void close() {
            if (proxy != null) {
                proxy.close();
            }
        }

        @Test
        void fieldsThatNobodyKnowsChangeNothing() {
            Provider altered = through(json -> json.grown().text());

            assertThat(idsOf(altered.offers())).isEqualTo(idsOf(provider().offers()));
            rentsFindsAndEnds(altered);
        }

        @Test
        void optionalFieldsMayBeNull() {
            Provider altered = through(this::withoutOptional);

            assertThat(idsOf(altered.offers())).isEqualTo(idsOf(provider().offers()));
            rentsFindsAndEnds(altered);
        }

        @Test
        void aStateThatNobodyKnowsIsOutOfSightAndNotGone() {
            InstanceId id = bought(newTag());
            Provider altered = through(
                    json -> json.with(wireOrSkip().state(), "\"hibernating\"").text());

            assertThat(altered.instance(id))
                    .isInstanceOfSatisfying(
                            Present.class,
                            present -> assertThat(present.view().condition()).isEqualTo(InstanceCondition.UNREACHABLE));
            Eventually.holds(
                    "it is listed",
                    () -> altered.instances() instanceof Listing.Complete listing
                            && idsIn(listing).contains(id));
        }

        @ParameterizedTest
        @ValueSource(strings = {"<html>It works!</html>", "half", "7"})
        void whatMakesNoSenseProvesNothing(String instead) {
            InstanceId id = bought(newTag());
            LaunchRequest purchase = request(newTag(), cheapest());
            Provider altered = through(json -> instead.equals("half")
                    ? json.text().substring(0, json.text().length() / 2)
                    : instead);

            assertFails(ErrorKind.MALFORMED, altered::account);
            assertFails(ErrorKind.MALFORMED, altered::offers);
            assertFails(ErrorKind.MALFORMED, () -> altered.instance(id));
            assertPartial(ErrorKind.MALFORMED, altered.instances());
            assertThat(buy(altered, purchase)).isInstanceOf(Unknown.class);
            assertThat(rentalsUnder(purchase.tag())).hasSize(1);
        }

        private void rentsFindsAndEnds(Provider altered) {
            Tag tag = newTag();
            LaunchOutcome outcome = buy(altered, request(tag, cheapest()));
            assertThat(outcome).isInstanceOf(Launched.class);
            InstanceId id = ((Launched) outcome).instance();
            assertThat(altered.instance(id))
                    .isInstanceOfSatisfying(
                            Present.class,
                            present -> assertThat(present.view().mark()).isEqualTo(tag.text()));
            Eventually.holds(
                    "it is listed",
                    () -> altered.instances() instanceof Listing.Complete listing
                            && marksIn(listing).contains(tag.text()));
            assertThat(altered.destroy(id)).isEqualTo(DestroyOutcome.ACCEPTED);
            Eventually.holds("it is gone by id", () -> altered.instance(id).equals(new NoSuchInstance(id)));
            assertThat(altered.destroy(id)).isEqualTo(DestroyOutcome.ALREADY_GONE);
        }

        private String withoutOptional(JsonMess json) {
            JsonMess left = json;
            for (String name : wireOrSkip().optional()) {
                left = left.with(name, "null");
            }
            return left.text();
        }

        private Provider through(Function<JsonMess, String> alteration) {
            Wire wire = wireOrSkip();
            proxy = new AlteringProxy(wire.url(), body -> body.isBlank() ? body : alteration.apply(JsonMess.of(body)));
            return wire.provider().apply(proxy.url());
        }

        private Wire wireOrSkip() {
            Wire wire = wire();
            assumeTrue(wire != null, "it is asked over no wire");
            return requireNonNull(wire);
        }

        private static List<OfferId> idsOf(List<Offer> offers) {
            return offers.stream().map(Offer::id).sorted().toList();
        }
    }

    @Nested
    class Throttling {
        @Test
        void isWaitedForBySearchesAndReads() {
            InstanceId id = bought(newTag());
            market().fail(MarketOperation.SEARCH, MarketFault.RATE_LIMIT, 1);
            market().fail(MarketOperation.LIST, MarketFault.RATE_LIMIT, 1);
            market().fail(MarketOperation.GET, MarketFault.RATE_LIMIT, 1);

            assertThat(provider().offers()).isNotEmpty();
            assertThat(provider().instances()).isInstanceOf(Listing.Complete.class);
            assertThat(provider().instance(id)).isInstanceOf(Present.class);
        }
    }

    private Tag newTag() {
        return new Tag(deployment, SessionId.random(random), 1, clock().instant());
    }

    private Offer cheapest() {
        return provider().offers().stream()
                .min(Comparator.comparing(Offer::price))
                .orElseThrow();
    }

    private LaunchRequest request(Tag tag, Offer offer) {
        return new LaunchRequest(
                tag,
                offer.id(),
                offer.launchTerms(),
                offer.diskGb(),
                List.of(ENGINE_KEY, CONSUMER_KEY),
                clock().instant().plusSeconds(60));
    }

    private LaunchOutcome buy(Tag tag) {
        return buy(provider(), request(tag, cheapest()));
    }

    private static LaunchOutcome buy(Provider provider, LaunchRequest request) {
        try {
            assertThat(provider.awaitLaunchTurn(Duration.ofSeconds(30))).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
        return provider.launch(request);
    }

    private InstanceId bought(Tag tag) {
        LaunchOutcome outcome = buy(tag);
        assertThat(outcome).isInstanceOf(Launched.class);
        return ((Launched) outcome).instance();
    }

    private InstanceView view(InstanceId id) {
        InstanceAnswer answer = provider().instance(id);
        assertThat(answer).isInstanceOf(Present.class);
        return ((Present) answer).view();
    }

    private Listing.Complete completeListing() {
        Listing listing = provider().instances();
        assertThat(listing).isInstanceOf(Listing.Complete.class);
        return (Listing.Complete) listing;
    }

    private List<Rental> rentalsUnder(Tag tag) {
        return market().rentals().stream()
                .filter(rental -> rental.mark().equals(tag.text()))
                .toList();
    }

    private static List<String> marksIn(Listing listing) {
        return listing.instances().stream().map(InstanceView::mark).toList();
    }

    private static List<InstanceId> idsIn(Listing listing) {
        return listing.instances().stream().map(InstanceView::id).toList();
    }

    private static void assertPartial(ErrorKind kind, Listing listing) {
        assertThat(listing)
                .isInstanceOfSatisfying(
                        Listing.Partial.class,
                        partial -> assertThat(partial.kind()).isEqualTo(kind));
    }

    private static void assertFails(ErrorKind kind, ThrowingCallable call) {
        assertThatExceptionOfType(ProviderException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(kind));
    }
}
