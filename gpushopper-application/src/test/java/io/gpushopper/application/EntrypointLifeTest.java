package io.gpushopper.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.domain.offer.HostFacts;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.EndCause;
import io.gpushopper.domain.session.Labels;
import io.gpushopper.domain.session.ModelServer;
import io.gpushopper.domain.session.RetryScope;
import io.gpushopper.domain.session.RetryTerms;
import io.gpushopper.domain.session.ServedModel;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionOptions;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.domain.session.SpendLimits;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.domain.session.WorkloadType;
import io.gpushopper.ports.LaunchRequest;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.SetupSecrets;
import io.gpushopper.testkit.FakeMarket;
import io.gpushopper.testkit.FakeProvider;
import io.gpushopper.testkit.OfferBuilder;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Sessions that serve, and into which nobody logs. */
final class EntrypointLifeTest {
    private static final SshPublicKey KEY = new SshPublicKey("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAKeyOfAlice alice");

    private final World world = new World();

    @Test
    void runsOnceItServesAndLeavesNothingBehind() throws InterruptedException {
        List<LaunchRequest> purchases = new ArrayList<>();
        world.market.onPurchase(purchases::add);

        SessionId id = world.rent("1", serving("owner/model-7B"));
        world.until(id, SessionStatus.RUNNING, Duration.ofSeconds(8));

        Session running = world.session(id);
        assertThat(purchases).singleElement().satisfies(sent -> {
            assertThat(sent.keys()).isEmpty();
            assertThat(sent.arguments()).containsSequence("--tensor-parallel-size", "1");
        });
        assertThat(running.instance().orElseThrow().access().hostKey()).isNull();
        assertThat(world.shopper().diagnoseSession(id).answers()).isTrue();
        world.shopper().deleteSession(id);
        world.until(id, SessionStatus.STOPPED, Duration.ofMinutes(1));
        assertThat(world.billing()).isEmpty();
    }

    @Test
    void doesNotRunWhileItsModelLoads() {
        world.market.serveAfter(Duration.ofMinutes(5));
        SessionId id = world.rent("1", serving("owner/model-7B"));

        world.pass(Duration.ofMinutes(5));
        assertThat(world.session(id).status()).isEqualTo(SessionStatus.PROVISIONING);

        world.until(id, SessionStatus.RUNNING, Duration.ofSeconds(8));
    }

    @Test
    void letsNoKeyIn() throws InterruptedException {
        SessionId id = world.rent("1", serving("owner/model-7B"));

        assertThatThrownBy(() -> world.shopper().addKey(id, KEY))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("ssh_public_key needs launch_mode ssh");
    }

    @Test
    void makesRoomForItsModelAndAgreesThePriceWithIt() {
        SessionId small = world.rent("1", serving("owner/model-7B"));
        SessionId large = world.rent("2", serving("owner/model-70B"));

        assertThat(world.session(small).terms().diskGb()).isEqualTo(50);
        assertThat(world.session(large).terms().diskGb()).isEqualTo(178);
        assertThat(world.session(large).terms().price())
                .isGreaterThan(world.session(small).terms().price());
    }

    @Test
    void saysWhyADiskIsTooSmallForItsModel() {
        NewSession wanted = wanted(serving("owner/model-70B"), 100);

        assertThatThrownBy(() -> world.shopper().createSession(wanted))
                .isInstanceOf(InsufficientDiskException.class)
                .hasMessage("disk_gb must be at least 178 for owner/model-70B, going by its name");
        assertThat(world.market.rentals()).isEmpty();
    }

    @Test
    void asksForNoDiskThatNobodyMayAskFor() {
        for (Integer asked : Arrays.asList(null, 100)) {
            NewSession wanted = wanted(serving("x/300x9999T"), asked);

            assertThatThrownBy(() -> world.shopper().createSession(wanted))
                    .isInstanceOf(InsufficientDiskException.class)
                    .hasMessage("disk_gb would be 1000000 for x/300x9999T, going by its name,"
                            + " and no session has more than 2048");
        }
    }

    @Test
    void goesOnWithAnotherOfferOnlyWhereItsPortCanBeOpened() {
        world.market.stock(OfferBuilder.anOffer(World.MARKET, "10")
                .rates(FakeMarket.RATES)
                .host(new HostFacts(FakeProvider.WALLED_MACHINE, null, null, null, null, null, null, null, null, null))
                .build());
        world.pass(Duration.ofMinutes(2));
        world.sellOut("1");

        SessionId id = world.rent("1", serving("owner/model-7B", new RetryTerms(3, RetryScope.SAME_GPU)));
        world.until(id, SessionStatus.RUNNING, Duration.ofMinutes(1));

        assertThat(world.session(id).terms().offer()).isEqualTo(new OfferId(World.MARKET, "11"));
        assertThat(world.session(id).retries()).isEqualTo(1);
    }

    @Test
    void isNotCountedAsALogin() {
        AtomicInteger logins = new AtomicInteger();
        world.measureBy(counting(logins));

        world.until(world.rent("1", serving("owner/model-7B")), SessionStatus.RUNNING, Duration.ofMinutes(1));
        assertThat(logins).hasValue(0);

        world.until(world.rent("2"), SessionStatus.RUNNING, Duration.ofMinutes(1));
        assertThat(logins).hasValue(1);
    }

    private static Metrics counting(AtomicInteger logins) {
        return (Metrics) Proxy.newProxyInstance(
                Metrics.class.getClassLoader(), new Class<?>[] {Metrics.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("sshVerified")) {
                        logins.incrementAndGet();
                    }
                    return null;
                });
    }

    @Test
    void canNeitherIdleNorTakeAKey() {
        NewSession wanted = wanted(serving("owner/model-7B"), null);

        assertThatIllegalArgumentException().isThrownBy(() -> wanted.idlingAtMost(10));
    }

    @Test
    void endsWhatItsCallerNeverLearnsOf() {
        SessionId id = world.rent("1", serving("owner/model-7B"));

        world.shopper().endUndelivered(id);
        world.until(id, SessionStatus.STOPPED, Duration.ofMinutes(1));

        assertThat(world.session(id).endCause()).contains(EndCause.of(StopReason.UNDELIVERED));
        assertThat(world.billing()).isEmpty();
    }

    private static NewSession wanted(SessionOptions options, Integer diskGb) {
        return new NewSession(
                new ConsumerId("alice"),
                new OfferId(World.MARKET, "1"),
                WorkloadType.LLM_VLLM,
                Duration.ofHours(2),
                0,
                diskGb,
                NewSession.BOOT_TIMEOUT,
                NewSession.SERVICE_TIMEOUT,
                null,
                options,
                SetupSecrets.NONE);
    }

    private static SessionOptions serving(String model) {
        return serving(model, RetryTerms.NEVER);
    }

    private static SessionOptions serving(String model, RetryTerms retry) {
        Setup setup = Setup.serving(null, List.of(8000), new ServedModel(ModelServer.VLLM, model, null));
        return new SessionOptions(Labels.NONE, setup, SpendLimits.NONE, retry, null);
    }
}
