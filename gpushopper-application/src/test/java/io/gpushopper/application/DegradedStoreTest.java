package io.gpushopper.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.application.TroubledStore.Trouble;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.ports.StoreException;
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

    private SessionId running(String offer, int hours) {
        SessionId id = world.rent("alice", offer, hours);
        world.until(id, SessionStatus.RUNNING, Duration.ofMinutes(1));
        return id;
    }
}
