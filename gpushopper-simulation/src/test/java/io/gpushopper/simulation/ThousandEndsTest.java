package io.gpushopper.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.application.NewSession;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.WorkloadType;
import io.gpushopper.domain.spending.Budgets;
import io.gpushopper.domain.spending.Fuse;
import io.gpushopper.domain.spending.SpendRules;
import io.gpushopper.testkit.SettableClock;
import io.gpushopper.testkit.SteppedThreads;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Sessions that expire together, under the providers' rate limits, in virtual time: a fifth of a thousand in each build, and with
 * {@code -Dsimulation.ends=1000} all of them.
 */
final class ThousandEndsTest {
    private static final int SESSIONS = Integer.getInteger("simulation.ends", 200);
    private static final SpendRules AMPLE = new SpendRules(
            new Fuse(2 * SESSIONS, UsdPerHour.of("100000")), new Budgets(null, Map.of(), new BigDecimal("0.05"), true));

    @Test
    void areAllSentWithin15MinutesAndProvedWithin50AtTensorDock() {
        List<Session> over = ended(PacedThreads::ofTensorDock);

        assertThat(latest(over, instance -> instance.ending().destroyedAt())).isLessThan(Duration.ofMinutes(15));
        assertThat(latest(over, instance -> instance.ending().goneAt())).isLessThan(Duration.ofMinutes(50));
    }

    @Test
    void areAllSentWithin10MinutesAndProvedWithin90AtVastAi() {
        List<Session> over = ended(PacedThreads::ofVastAi);

        assertThat(latest(over, instance -> instance.ending().destroyedAt())).isLessThan(Duration.ofMinutes(10));
        assertThat(latest(over, instance -> instance.ending().goneAt())).isLessThan(Duration.ofMinutes(90));
    }

    private static List<Session> ended(BiFunction<SteppedThreads, InstantSource, PacedThreads> paced) {
        World world = new World(1, SESSIONS, AMPLE, Breakage.NONE);
        List<PacedThreads> pace = new ArrayList<>();
        Replica replica = world.boot(threads -> {
            pace.add(paced.apply(threads, world.clock));
            return pace.get(0);
        });
        world.pass(Duration.ofSeconds(10));
        for (int i = 1; i <= SESSIONS; i++) {
            rent(replica, i);
        }
        world.drive(Duration.ofMinutes(59));
        assertThat(world.store.everything().stream().filter(session -> session.state() instanceof SessionState.Running))
                .hasSize(SESSIONS);
        pace.forEach(PacedThreads::limit);

        world.drive(Duration.ofMinutes(95));

        List<Session> over = world.store.everything();
        assertThat(over.stream().filter(session -> session.status() == SessionStatus.STOPPED))
                .hasSize(SESSIONS);
        return over;
    }

    private static void rent(Replica replica, int offer) {
        try {
            replica.library()
                    .createSession(NewSession.of(
                            new ConsumerId("me"),
                            new OfferId(World.MARKET, Integer.toString(offer)),
                            WorkloadType.BATCH,
                            Duration.ofHours(1)));
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** When the last came to it, from the end of the reservations on. */
    private static Duration latest(List<Session> sessions, Function<Instance, Instant> when) {
        Instant last = sessions.stream()
                .flatMap(session -> session.instances().stream())
                .map(when)
                .max(Comparator.naturalOrder())
                .orElse(SettableClock.START);
        Duration took = Duration.between(sessions.get(0).terms().expiresAt(), last);
        System.out.println("the last of " + sessions.size() + " after " + took);
        return took;
    }
}
