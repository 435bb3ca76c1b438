package io.gpushopper.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.application.TroubledStore.Trouble;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.FailureType;
import io.gpushopper.domain.session.Labels;
import io.gpushopper.domain.session.RetryTerms;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionOptions;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.domain.session.SpendLimits;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.domain.session.WorkloadType;
import io.gpushopper.ports.IdempotencyKey;
import io.gpushopper.ports.IdempotentRequest;
import io.gpushopper.ports.StoreException;
import io.gpushopper.testkit.FakeKeyMaker;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes on when the store can't be written, or not even read: ends do, purchases don't. */
final class DegradedStoreTest {
    private static final Duration LATER = Duration.ofMinutes(10);

    private final World world = new World();

    @AfterEach
    void comesToRestOnceTheStoreIsWell() {
        world.trouble(Trouble.NONE);
        world.pass(LATER);

        assertThat(world.billing()).isEmpty();
        assertThat(world.store.unfinished()).isEmpty();
    }

    @Test
    void endsWhatExpiresWhileNothingCanBeWrittenAndBuysNothing() {
        SessionId expiring = running("1", 1);
        world.trouble(Trouble.UNWRITABLE);

        assertThatThrownBy(() -> world.rent("2")).isInstanceOf(StoreException.class);
        world.pass(Duration.ofMinutes(59));
        assertThat(world.billing()).hasSize(1);
        world.pass(Duration.ofMinutes(3));

        assertThat(world.billing()).isEmpty();
        assertThat(world.market.rentals()).hasSize(1);
        assertThat(world.session(expiring).status()).isEqualTo(SessionStatus.RUNNING);
        assertNothingIsLost(expiring, StopReason.EXPIRED);
    }

    @Test
    void asksAStoreThatMayHangOnceAndThenEndsAllThatExpired() {
        for (int i = 1; i <= 10; i++) {
            running(Integer.toString(i), 1);
        }
        world.queue().stop(Duration.ZERO);
        world.market.fail(MarketOperation.LIST, MarketFault.SERVER_ERROR, 10_000);
        world.trouble(Trouble.UNWRITABLE);

        world.pass(Duration.ofMinutes(59));
        assertThat(world.billing()).hasSize(10);
        int before = world.troubled.takesRefused();
        world.pass(Duration.ofSeconds(150));

        assertThat(world.billing()).isEmpty();
        assertThat(world.troubled.takesRefused() - before).isLessThan(10);
        world.market.heal();
        world.trouble(Trouble.NONE);
        world.restart();
    }

    @Test
    void endsWhatIsDeletedWhileNothingCanBeWrittenAndSavesItLater() throws InterruptedException {
        SessionId deleted = running("1", 2);
        world.trouble(Trouble.UNWRITABLE);

        Session taken = world.shopper().deleteSession(deleted);
        assertThat(taken.isActive()).isTrue();
        world.pass(Duration.ofSeconds(1));

        assertThat(world.billing()).isEmpty();
        assertNothingIsLost(deleted, StopReason.DELETED);
    }

    @Test
    void takesAnEndWhileNothingCanBeReadAndCarriesItOutLater() {
        SessionId done = running("1", 2);
        world.pass(Duration.ofMinutes(1));
        world.trouble(Trouble.UNREADABLE);

        assertThat(world.shopper().finishSession(done).isActive()).isTrue();
        assertThat(world.shopper().finishSession(done).isActive()).isTrue();
        world.pass(LATER);
        assertThat(world.billing()).hasSize(1);

        assertNothingIsLost(done, StopReason.DONE);
    }

    @Test
    void destroysTheDiskOfASessionThatIsDeletedAfterItWasDoneWhileNothingCanBeSaved() throws InterruptedException {
        SessionId id = world.rent(
                "alice",
                "1",
                2,
                new SessionOptions(Labels.NONE, Setup.USUAL, SpendLimits.NONE, RetryTerms.NEVER, Duration.ofHours(72)));
        world.until(id, SessionStatus.RUNNING, Duration.ofMinutes(1));
        world.trouble(Trouble.UNWRITABLE);

        world.shopper().finishSession(id);
        world.shopper().deleteSession(id);
        world.pass(Duration.ofSeconds(10));
        assertThat(world.billing()).as("destroyed, and not stopped only").isEmpty();

        world.trouble(Trouble.NONE);
        world.pass(LATER);
        assertThat(world.session(id).isAllOver()).isTrue();
        assertThat(world.session(id).endCause().orElseThrow().reason()).isEqualTo(StopReason.DELETED);
    }

    @Test
    void savesAnEndThoughTheStoreBreaksInAWayThatNobodyForesaw() {
        SessionId done = running("1", 2);
        world.pass(Duration.ofMinutes(1));
        world.trouble(Trouble.UNWRITABLE);
        world.shopper().finishSession(done);

        world.trouble(Trouble.BROKEN);
        world.pass(LATER);

        assertNothingIsLost(done, StopReason.DONE);
    }

    @Test
    void withdrawsASessionThatWasCommittedThoughItsConsumerWasRefused() {
        world.trouble(Trouble.IN_DOUBT);
        assertThatThrownBy(() -> world.shopper().createSession(wantedWithOwnKey("1")))
                .isInstanceOf(StoreException.class);
        SessionId refused = world.store.unfinished().get(0).id();
        world.pass(Duration.ofSeconds(20));

        world.trouble(Trouble.NONE);
        world.pass(LATER);

        assertThat(world.billing()).isEmpty();
        assertThat(world.session(refused).endCause().orElseThrow().failure())
                .isNotNull()
                .satisfies(failure -> assertThat(failure.type()).isEqualTo(FailureType.INTERNAL));
    }

    @Test
    void leavesASessionThatWasRefusedInDoubtToWhoeverRepeatsHisRequestAndIsGivenIt() throws Exception {
        IdempotentRequest request = new IdempotentRequest(new IdempotencyKey("everybody", "once"), "content");
        world.trouble(Trouble.IN_DOUBT);

        CreatedSession told = world.shopper()
                .createSessionAsync(wantedWithOwnKey("1"), request)
                .toCompletableFuture()
                .get();
        assertThat(told.isReplay()).isTrue();
        world.trouble(Trouble.NONE);
        world.pass(LATER);

        assertThat(world.session(told.session().id()).status()).isEqualTo(SessionStatus.RUNNING);
        world.shopper().finishSession(told.session().id());
    }

    @Test
    void endsNothingButWhatIsPastItsHardLimitWhileNothingCanBeRead() throws InterruptedException {
        SessionId old = running("1", 1);
        world.pass(Duration.ofMinutes(1));
        world.trouble(Trouble.UNREADABLE);

        world.pass(Duration.ofHours(11).plusMinutes(57));
        assertThat(world.billing())
                .as("its reservation is over, and might have been extended")
                .hasSize(1);
        world.pass(Duration.ofMinutes(3));

        assertThat(world.billing()).isEmpty();
        world.trouble(Trouble.NONE);
        world.pass(LATER);
        assertThat(world.session(old).status().isFinal()).isTrue();
    }

    @Test
    void endsEverythingInTimeWithoutItsEncryptionKeyAndNeitherBuysNorLogsIn() {
        SessionId running = running("1", 1);
        SessionId booting = world.rent("2");
        world.pass(Duration.ofSeconds(1));

        world.loseEncryptionKey();

        assertThatThrownBy(() -> world.rent("3"))
                .isInstanceOf(NotReadyException.class)
                .hasMessageContaining("encryption key");
        world.pass(Duration.ofMinutes(30));
        assertThat(world.session(booting).hasReached(SessionStatus.RUNNING)).isFalse();
        assertThat(world.session(running).status()).isEqualTo(SessionStatus.RUNNING);
        world.pass(Duration.ofMinutes(32));
        assertThat(world.billing()).isEmpty();
        assertThat(world.session(running).status()).isEqualTo(SessionStatus.STOPPED);
        assertThat(world.session(booting).status()).isEqualTo(SessionStatus.FAILED);
        assertThat(world.market.rentals()).hasSize(2);
    }

    @Test
    void knowsNothingOfASessionThatItNeverSaw() {
        world.trouble(Trouble.UNREADABLE);

        assertThatThrownBy(() -> world.shopper().finishSession(new SessionId("sess-aaaaaaaaaaaaaaaa")))
                .isInstanceOf(StoreException.class);
    }

    /** Once the store takes it, the session is over for the reason for which it ended. */
    private void assertNothingIsLost(SessionId id, StopReason reason) {
        world.trouble(Trouble.NONE);
        world.pass(LATER);
        assertThat(world.session(id).status()).isEqualTo(SessionStatus.STOPPED);
        assertThat(world.session(id).endCause().orElseThrow().reason()).isEqualTo(reason);
    }

    private static NewSession wantedWithOwnKey(String offer) {
        NewSession wanted = NewSession.of(
                new ConsumerId("alice"), new OfferId(World.MARKET, offer), WorkloadType.LLM, Duration.ofHours(2));
        return new NewSession(
                wanted.consumer(),
                wanted.offer(),
                wanted.workload(),
                wanted.reservation(),
                wanted.idleThresholdMinutes(),
                wanted.diskGb(),
                wanted.bootTimeout(),
                wanted.sshTimeout(),
                new FakeKeyMaker().consumerKey().publicKey(),
                wanted.options(),
                wanted.secrets());
    }

    private SessionId running(String offer, int hours) {
        SessionId id = world.rent("alice", offer, hours);
        world.until(id, SessionStatus.RUNNING, Duration.ofMinutes(1));
        return id;
    }
}
