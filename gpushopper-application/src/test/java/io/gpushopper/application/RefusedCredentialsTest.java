package io.gpushopper.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.ports.Alarm;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.testkit.MarketLie;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A provider that refuses good credentials now and then, as TensorDock does (docs/PROVIDERS.md). */
class RefusedCredentialsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final World world = new World();

    @Test
    void oneRefusalIsNoise() {
        world.restartWith(provider -> provider.believing(3));
        world.pass(MINUTE);

        world.market.lie(MarketLie.KEY_REVOKED, Duration.ofMinutes(10));
        passOneListing();

        assertThat(world.shopper().providers()).containsEntry(World.MARKET, ProviderHealth.FAILING);
        world.market.lie(MarketLie.KEY_REVOKED, Duration.ZERO);
        world.until(world.rent("1"), SessionStatus.RUNNING, Duration.ofMinutes(10));
    }

    @Test
    void threeInARowStopPurchasesUntilTheKeyIsGoodAgain() {
        world.restartWith(provider -> provider.believing(3));
        world.pass(MINUTE);

        world.market.lie(MarketLie.KEY_REVOKED, Duration.ofMinutes(20));
        passOneListing();
        passOneListing();
        assertThat(world.shopper().providers()).containsEntry(World.MARKET, ProviderHealth.FAILING);
        passOneListing();
        assertThat(world.shopper().providers()).containsEntry(World.MARKET, ProviderHealth.UNAUTHORIZED);

        assertThatThrownBy(() -> world.rent("1"))
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(ErrorKind.UNAUTHORIZED));

        world.market.lie(MarketLie.KEY_REVOKED, Duration.ZERO);
        passOneListing();
        world.until(world.rent("2"), SessionStatus.RUNNING, Duration.ofMinutes(10));
    }

    @Test
    void aDestroyThatIsRefusedOnceIsTriedAgainAndBansNothing() {
        world.restartWith(provider -> provider.believing(3));
        SessionId session = world.rent("1");
        world.until(session, SessionStatus.RUNNING, Duration.ofMinutes(10));

        world.market.lie(MarketLie.KEY_REVOKED, Duration.ofSeconds(5));
        world.shopper().finishSession(session);
        world.pass(Duration.ofSeconds(3));

        assertThat(refusedDestroys(session)).isPositive();
        assertThat(world.shopper().alarms()).isEmpty();
        world.until(session, SessionStatus.STOPPED, Duration.ofMinutes(5));
        assertThat(world.billing()).isEmpty();
    }

    @Test
    void aKeyThatListsAndMayNotEndBlocksPurchasesUntilItMay() {
        world.restartWith(provider -> provider.believing(3));
        SessionId session = world.rent("1");
        world.until(session, SessionStatus.RUNNING, Duration.ofMinutes(10));

        world.market.refuseDestroys(true);
        world.shopper().finishSession(session);
        world.pass(Duration.ofMinutes(5));

        assertThat(world.shopper().alarms()).containsEntry(World.MARKET, Set.of(Alarm.DESTROY_BLOCKED));
        assertThatThrownBy(() -> world.rent("2")).isInstanceOf(ProviderException.class);

        world.market.refuseDestroys(false);
        world.until(session, SessionStatus.STOPPED, Duration.ofMinutes(15));
        assertThat(world.shopper().alarms()).isEmpty();
        assertThat(world.billing()).isEmpty();
    }

    @Test
    void aKeyThatStaysRefusedBlocksDestroysWithAnAlarm() {
        world.restartWith(provider -> provider.believing(3));
        SessionId session = world.rent("1");
        world.until(session, SessionStatus.RUNNING, Duration.ofMinutes(10));

        world.market.lie(MarketLie.KEY_REVOKED, Duration.ofMinutes(10));
        world.shopper().finishSession(session);
        world.pass(Duration.ofSeconds(3));
        assertThat(world.shopper().alarms()).isEmpty();
        world.pass(Duration.ofMinutes(5));

        assertThat(world.shopper().alarms()).containsEntry(World.MARKET, Set.of(Alarm.DESTROY_BLOCKED));

        world.until(session, SessionStatus.STOPPED, Duration.ofMinutes(15));
        assertThat(world.shopper().alarms()).isEmpty();
        assertThat(world.billing()).isEmpty();
    }

    private void passOneListing() {
        int before = world.listings();
        for (int second = 0; second < 600 && world.listings() == before; second++) {
            world.pass(Duration.ofSeconds(1));
        }
        assertThat(world.listings()).isEqualTo(before + 1);
    }

    private int refusedDestroys(SessionId session) {
        return world.session(session).instance().orElseThrow().ending().refusals();
    }
}
