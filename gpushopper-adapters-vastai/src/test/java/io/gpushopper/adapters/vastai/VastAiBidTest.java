package io.gpushopper.adapters.vastai;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.adapters.http.AdapterRuntime;
import io.gpushopper.adapters.http.ApiKey;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.InstanceCondition;
import io.gpushopper.domain.session.InstanceView;
import io.gpushopper.domain.session.LaunchOutcome;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.domain.session.Tag;
import io.gpushopper.ports.InstanceAnswer;
import io.gpushopper.ports.LaunchRequest;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.Provider;
import io.gpushopper.simulator.Simulator;
import io.gpushopper.simulator.SimulatorSettings;
import io.gpushopper.simulator.market.TimingProfile;
import io.gpushopper.testkit.SettableClock;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Offers that go to whoever bids most, against the simulated market. */
class VastAiBidTest {
    private static final SshPublicKey KEY =
            new SshPublicKey("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHVsdHJhLXNlY3JldC1lbmdpbmUta2V5LW9mLXRlc3Rz engine");

    private static Simulator simulator;

    private final SettableClock clock = new SettableClock(Instant.now());
    private final Random random = new Random(7);

    @BeforeAll
    static void startMarket() {
        simulator = Simulator.start(SimulatorSettings.builder(TimingProfile.DEMO)
                .offers(60)
                .rateLimitScale(BigDecimal.ZERO)
                .timeFactor(BigDecimal.valueOf(100))
                .build());
    }

    @AfterAll
    static void stopMarket() {
        simulator.close();
    }

    @Test
    void showsThemOnlyWhenAskedTo() {
        assertThat(provider(config()).offers())
                .allSatisfy(offer -> assertThat(offer.host().interruptible()).isFalse());

        List<Offer> offers = provider(config().withInterruptible()).offers();

        assertThat(offers).extracting(offer -> offer.host().interruptible()).contains(true, false);
        assertThat(offers).filteredOn(VastAiBidTest::isBid).allSatisfy(offer -> {
            assertThat(offer.id().toString()).endsWith("-bid");
            assertThat(offer.host().minBid()).isNotNull();
            assertThat(offer.rates().compute().amount())
                    .isEqualByComparingTo(LaunchTerms.parse(offer.launchTerms()).bid());
            assertThat(offer.rates().storage().amount()).isPositive();
        });
    }

    @Test
    void buysOneUnderOurTagThatBoots() {
        Provider provider = provider(config().withInterruptible());
        Offer offer = provider.offers().stream()
                .filter(VastAiBidTest::isBid)
                .findFirst()
                .orElseThrow();

        LaunchOutcome outcome = provider.launch(request(offer.id(), offer.launchTerms()));

        var instance = outcome.brought().orElseThrow();
        assertThat(outcome).isInstanceOf(LaunchOutcome.Launched.class);
        InstanceView view = ((InstanceAnswer.Present) provider.instance(instance)).view();
        assertThat(view.condition()).isIn(InstanceCondition.STARTING, InstanceCondition.RUNNING);
        assertThat(view.mark()).startsWith("gpushop-bidding-");
        provider.destroy(instance);
    }

    @Test
    void buysNothingWhoseTermsAndNameDisagree() {
        Provider provider = provider(config().withInterruptible());

        LaunchOutcome withoutPrice =
                provider.launch(request(new OfferId(VastAiProviderFactory.ID, "1-bid"), "ssh_direct 4"));
        LaunchOutcome withPrice =
                provider.launch(request(new OfferId(VastAiProviderFactory.ID, "1"), "ssh_direct 4 bid 0.2"));

        assertThat(List.of(withoutPrice, withPrice))
                .allSatisfy(outcome ->
                        assertThat(((LaunchOutcome.Rejected) outcome).kind()).isEqualTo(ErrorKind.INVALID_REQUEST));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "ssh_direct 124 | 124 | null",
                "ssh_direct 124 bid 0.1900 | 124 | 0.1900",
                "ssh_proxy bid 2.5 | 0 | 2.5",
                "ssh_proxy | 0 | null",
                "ssh_direct 4 bid | 4 | null",
                "ssh_direct 4 bid -1 | 4 | null",
                "somebody else's | 0 | null"
            })
    void readsTerms(String text, int ports, BigDecimal bid) {
        assertThat(LaunchTerms.parse(text)).isEqualTo(new LaunchTerms(ports, bid));
        LaunchTerms terms = LaunchTerms.parse(text);
        assertThat(LaunchTerms.parse(terms.text())).isEqualTo(terms);
    }

    private LaunchRequest request(OfferId offer, String terms) {
        Tag tag = new Tag(new DeploymentId("bidding"), SessionId.random(random), 1, clock.instant());
        return new LaunchRequest(
                tag, offer, terms, 50, List.of(KEY), clock.instant().plus(Duration.ofMinutes(1)));
    }

    private static boolean isBid(Offer offer) {
        return Boolean.TRUE.equals(offer.host().interruptible());
    }

    private static VastAiConfig config() {
        return VastAiConfig.of(URI.create(simulator.vastAiUrl()), new ApiKey("good0must0never0be0logged"))
                .withPaceFactor(BigDecimal.ZERO);
    }

    private Provider provider(VastAiConfig config) {
        return VastAiProviderFactory.create(
                config, new AdapterRuntime(clock, clock::advance, new Random(1), Metrics.NONE));
    }
}
