package io.gpushopper.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.IdleWatch;
import io.gpushopper.domain.session.ProbeStage;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.domain.session.WorkloadType;
import io.gpushopper.testkit.FakeMachine;
import io.gpushopper.testkit.MachineUse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A session that may idle for half an hour: it is looked at every five minutes. */
final class IdleEndingTest {
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final Duration THRESHOLD = Duration.ofMinutes(30);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final World world = new World();

    @Test
    void endsSessionThatNobodyUsesAfterAnnouncingIt() throws InterruptedException {
        SessionId id = running(30);

        world.pass(THRESHOLD.minus(MINUTE));
        assertThat(world.session(id).status()).isEqualTo(SessionStatus.RUNNING);
        assertThat(trail(id)).anyMatch(line -> line.startsWith("idle_warning: unused since"));

        world.until(id, SessionStatus.STOPPED, INTERVAL.multipliedBy(2));
        assertThat(world.session(id).endCause().orElseThrow().reason()).isEqualTo(StopReason.IDLE);
        assertThat(trail(id)).anyMatch(line -> line.startsWith("idle: unused since") && line.contains("GPU 0 %"));
        assertThat(world.billing()).isEmpty();
    }

    @Test
    void neverEndsSessionWhoseGpuComputesNorOneThatAskedForNoEnd() throws InterruptedException {
        SessionId busy = running(30);
        machine(busy).use(MachineUse.computing());
        SessionId unwatched = rent("bob", "2", 0);

        world.pass(Duration.ofHours(2).minus(INTERVAL));

        assertThat(world.session(busy).status()).isEqualTo(SessionStatus.RUNNING);
        assertThat(trail(busy)).noneMatch(line -> line.startsWith("idle"));
        assertThat(world.session(unwatched).status()).isEqualTo(SessionStatus.RUNNING);
        assertThat(watch(unwatched)).isEqualTo(IdleWatch.NONE);
    }

    @Test
    void countsFromTheEndOfTheLastUse() throws InterruptedException {
        SessionId id = running(30);
        machine(id).use(MachineUse.computing());
        world.pass(Duration.ofMinutes(42));
        machine(id).use(MachineUse.NONE);

        world.pass(THRESHOLD);

        assertThat(world.session(id).status()).isEqualTo(SessionStatus.RUNNING);
        world.until(id, SessionStatus.STOPPED, INTERVAL.multipliedBy(2).plus(MINUTE));
    }

    @Test
    void takesAnnouncementBackWhenItIsUsedAgain() throws InterruptedException {
        SessionId id = running(30);
        world.pass(Duration.ofMinutes(27));
        assertThat(watch(id).warnedAt()).isNotNull();

        machine(id).use(new MachineUse(0, 0.02, 20_000, 1));
        world.pass(INTERVAL);

        assertThat(watch(id).warnedAt()).isNull();
        assertThat(trail(id)).contains("idle_over: 1 logged in");
    }

    @Test
    void heartbeatsKeepSessionWhoseMachineIdles() throws InterruptedException {
        SessionId id = running(30);
        for (int i = 0; i < 8; i++) {
            world.pass(Duration.ofMinutes(10));
            assertThat(world.store.markUsed(id, world.clock.instant())).isTrue();
        }

        assertThat(world.session(id).status()).isEqualTo(SessionStatus.RUNNING);
        assertThat(watch(id).use()).isNotNull();
    }

    @Test
    void providerThatShowsBusyGpuKeepsSession() throws InterruptedException {
        SessionId id = running(30);
        world.market.showGpus(world.instanceOf(id), 40);
        world.pass(Duration.ofMinutes(50));
        assertThat(world.session(id).status()).isEqualTo(SessionStatus.RUNNING);

        world.market.showGpus(world.instanceOf(id), 0);

        world.until(id, SessionStatus.STOPPED, THRESHOLD.plus(INTERVAL.multipliedBy(2)));
    }

    @Test
    void machineThatLetsNobodyLookIsBlindAndNotIdle() throws InterruptedException {
        SessionId id = running(30);
        world.pass(INTERVAL.multipliedBy(2));
        machine(id).failAt(ProbeStage.LOGIN);

        world.pass(Duration.ofHours(1));

        assertThat(world.session(id).status()).isEqualTo(SessionStatus.RUNNING);
        assertThat(watch(id).isBlind()).isTrue();
        assertThat(trail(id)).filteredOn(line -> line.startsWith("idle_blind:")).hasSize(1);
        machine(id).recover();
        world.pass(INTERVAL);
        assertThat(watch(id).isBlind()).isFalse();
        world.until(id, SessionStatus.STOPPED, THRESHOLD.plus(INTERVAL.multipliedBy(2)));
    }

    @Test
    void changedHostKeyStopsLooking() throws InterruptedException {
        SessionId id = running(30);
        world.pass(INTERVAL.multipliedBy(2));
        machine(id).changeHostKey();

        world.pass(Duration.ofHours(1));

        assertThat(world.session(id).status()).isEqualTo(SessionStatus.RUNNING);
        assertThat(watch(id).isBlind()).isTrue();
        assertThat(trail(id))
                .filteredOn(line -> line.startsWith("host key changed"))
                .hasSize(1);
    }

    @Test
    void timeInWhichNoServerRanCountsForNothing() throws InterruptedException {
        SessionId id = running(30);
        world.pass(Duration.ofMinutes(22));
        world.clock.advance(Duration.ofMinutes(40));

        world.restart();
        world.pass(Duration.ofMinutes(10));

        assertThat(world.session(id).status()).isEqualTo(SessionStatus.RUNNING);
        world.until(id, SessionStatus.STOPPED, THRESHOLD.plus(INTERVAL));
    }

    @Test
    void shortRestartForgetsNothing() throws InterruptedException {
        SessionId id = running(30);
        world.pass(Duration.ofMinutes(22));

        world.restart();

        world.until(id, SessionStatus.STOPPED, Duration.ofMinutes(15));
        assertThat(world.session(id).endCause().orElseThrow().reason()).isEqualTo(StopReason.IDLE);
    }

    private SessionId running(int idleMinutes) throws InterruptedException {
        return rent("alice", "1", idleMinutes);
    }

    private SessionId rent(String consumer, String offer, int idleMinutes) throws InterruptedException {
        NewSession wanted = NewSession.of(
                        new ConsumerId(consumer),
                        new OfferId(World.MARKET, offer),
                        WorkloadType.LLM,
                        Duration.ofHours(3))
                .idlingAtMost(idleMinutes);
        SessionId id = world.shopper().createSession(wanted).session().id();
        world.until(id, SessionStatus.RUNNING, MINUTE);
        return id;
    }

    private FakeMachine machine(SessionId id) {
        return world.market.machine(world.instanceOf(id));
    }

    private IdleWatch watch(SessionId id) {
        return world.session(id).instance().orElseThrow().idle();
    }

    private List<String> trail(SessionId id) {
        return world.store.events(id, 0, 100).stream()
                .map(line -> line.event().reason())
                .toList();
    }
}
