package io.gpushopper.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.ports.Alarm;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.testkit.FakeProvider;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketLie;
import io.gpushopper.testkit.MarketOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Many instances are missing at once, by a lie, by a wrong key, or in truth (docs/no-orphans.md, Breaker and Account). */
class MassAbsenceTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final World world = new World();

    @Test
    void theKeyOfAnotherAccountEndsNothingAndBuysNothing() {
        List<SessionId> sessions = running(2);

        world.restartWith(FakeProvider::ofAnotherAccount);
        world.pass(Duration.ofMinutes(45));

        assertThat(sessions)
                .allSatisfy(id -> assertThat(world.session(id).status()).isEqualTo(SessionStatus.RUNNING));
        assertThat(world.shopper().alarms()).containsEntry(World.MARKET, Set.of(Alarm.ACCOUNT_MISSING));
        assertThatThrownBy(() -> world.rent("9"))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("the-one-account");

        world.restartWith(provider -> provider);
        world.pass(MINUTE);

        assertThat(world.shopper().alarms()).isEmpty();
        assertThat(sessions)
                .allSatisfy(id -> assertThat(world.session(id).status()).isEqualTo(SessionStatus.RUNNING));
        sessions.forEach(id -> world.shopper().finishSession(id));
        world.pass(MINUTE);
        assertThat(world.billing()).isEmpty();
    }

    @Test
    void endsUnderTheKeyOfAnotherAccountAreConcludedOnceTheRightOneIsBack() {
        SessionId session = running(1).get(0);
        world.restartWith(FakeProvider::ofAnotherAccount);

        world.shopper().finishSession(session);
        world.pass(Duration.ofMinutes(10));
        assertThat(world.session(session).status()).isEqualTo(SessionStatus.STOPPING);

        world.restartWith(provider -> provider);
        world.until(session, SessionStatus.STOPPED, Duration.ofMinutes(3));
        assertThat(world.billing()).isEmpty();
    }

    @Test
    void aNewTokenIsTheSameAccountOnceItListsALiveInstance() {
        world.restartWith(provider -> provider.knownByCredential("one"));
        SessionId session = running(1).get(0);

        world.restartWith(provider -> provider.knownByCredential("two"));
        world.pass(MINUTE);

        assertThat(world.shopper().alarms()).isEmpty();
        world.shopper().finishSession(session);
        world.until(session, SessionStatus.STOPPED, Duration.ofMinutes(2));
    }

    @Test
    void anInstanceBackFromTheDeadIsEndedUnderANewTokenToo() {
        world.restartWith(provider -> provider.knownByCredential("one"));
        SessionId session = running(1).get(0);
        Duration lie = Duration.ofMinutes(10);
        world.market.lie(MarketLie.DESTROY_WITHOUT_EFFECT, lie);
        world.market.lie(MarketLie.NO_SUCH_INSTANCE, lie);
        world.market.lie(MarketLie.EMPTY_LISTING, lie);
        world.shopper().finishSession(session);
        world.until(session, SessionStatus.STOPPED, lie);

        world.pass(Duration.ofSeconds(1));
        world.market.heal();
        world.restartWith(provider -> provider.knownByCredential("two"));
        world.pass(Duration.ofMinutes(2));

        assertThat(world.billing()).isEmpty();
    }

    @Test
    void aNewTokenIsTheSameAccountByAnOperatorsWord() {
        world.restartWith(provider -> provider.knownByCredential("one"));
        SessionId session = running(1).get(0);
        world.market.vanish(world.instanceOf(session));
        world.restartWith(provider -> provider.knownByCredential("two"));
        world.shopper().finishSession(session);
        world.pass(Duration.ofMinutes(10));
        assertThat(world.session(session).status()).isEqualTo(SessionStatus.STOPPING);
        assertThat(world.shopper().alarms()).containsKey(World.MARKET);

        assertThat(world.shopper().believeAccount(World.MARKET)).isEqualTo(1);

        world.until(session, SessionStatus.STOPPED, Duration.ofMinutes(2));
        world.pass(MINUTE);
        assertThat(world.shopper().alarms()).isEmpty();
    }

    @Test
    void tenThatWeDestroyWhileTheListIsEmptyAreGoneAtOnce() {
        List<SessionId> sessions = running(10);
        world.market.lie(MarketLie.EMPTY_LISTING, Duration.ofHours(1));

        sessions.forEach(id -> world.shopper().finishSession(id));
        world.pass(Duration.ofMinutes(2));

        assertThat(sessions)
                .allSatisfy(id -> assertThat(world.session(id).status()).isEqualTo(SessionStatus.STOPPED));
        assertThat(world.billing()).isEmpty();
    }

    @Test
    void anEmptyListThatLiesEndsNothing() {
        List<SessionId> sessions = running(3);
        world.market.lie(MarketLie.EMPTY_LISTING, MINUTE);
        world.pass(MINUTE);
        world.pass(MINUTE);

        assertThat(sessions)
                .allSatisfy(id -> assertThat(world.session(id).status()).isEqualTo(SessionStatus.RUNNING));
        assertThat(world.shopper().alarms()).isEmpty();
    }

    @Test
    void fourOfFiveThatReallyVanishAreHeldForHalfAnHourAndThenGone() {
        List<SessionId> sessions = running(5);
        sessions.subList(0, 4).forEach(id -> world.market.vanish(world.instanceOf(id)));

        world.pass(Duration.ofMinutes(5));
        world.restart();
        world.pass(Duration.ofMinutes(20));

        assertThat(sessions)
                .allSatisfy(id -> assertThat(world.session(id).status()).isEqualTo(SessionStatus.RUNNING));
        assertThat(world.shopper().alarms()).containsEntry(World.MARKET, Set.of(Alarm.ABSENCE_HELD));
        assertThat(reasons(sessions.get(0))).contains("disputed");

        world.pass(Duration.ofMinutes(8));

        assertThat(sessions.subList(0, 4))
                .allSatisfy(id -> assertThat(world.session(id).status()).isEqualTo(SessionStatus.FAILED));
        assertThat(world.session(sessions.get(4)).status()).isEqualTo(SessionStatus.RUNNING);
        assertThat(world.shopper().alarms()).isEmpty();
        assertThat(reasons(sessions.get(0))).doesNotContain("disputed");
    }

    @Test
    void whoOnlyLooksChangesNothingByWhatHeSees() {
        world.restartWith(provider -> provider.knownByCredential("one"));
        SessionId session = running(1).get(0);
        world.market.fail(MarketOperation.LIST, MarketFault.SERVER_ERROR, 3);
        world.restartWith(provider -> provider.knownByCredential("two"));
        Session before = world.session(session);

        assertThat(world.shopper().planReconciliation()).hasSize(1);
        assertThat(world.shopper().audit().get(0).instances()).hasSize(1);
        assertThat(world.session(session)).isEqualTo(before);

        world.shopper().reconcile();
        assertThat(world.session(session).attempts()).isNotEqualTo(before.attempts());
    }

    @Test
    void anOperatorsWordEndsTheHoldAtOnce() {
        List<SessionId> sessions = running(2);
        sessions.forEach(id -> world.market.vanish(world.instanceOf(id)));
        world.pass(Duration.ofMinutes(5));

        assertThat(world.shopper().believeAbsence(World.MARKET)).isEqualTo(2);
        world.pass(Duration.ofMinutes(1));

        assertThat(sessions)
                .allSatisfy(id -> assertThat(world.session(id).status()).isEqualTo(SessionStatus.FAILED));
        assertThat(world.shopper().alarms()).isEmpty();
    }

    @Test
    void aDueEndOfAHeldSessionStillReachesTheProvider() {
        List<SessionId> sessions = running(2);
        sessions.forEach(id -> world.market.vanish(world.instanceOf(id)));
        world.pass(Duration.ofMinutes(5));
        List<String> destroyed = new ArrayList<>();
        world.market.onDestroy(id -> destroyed.add(id.value()));

        world.shopper().finishSession(sessions.get(0));
        world.pass(MINUTE);

        assertThat(destroyed).contains(world.instanceOf(sessions.get(0)).value());
        assertThat(world.session(sessions.get(0)).status()).isEqualTo(SessionStatus.STOPPING);
        world.until(sessions.get(0), SessionStatus.STOPPED, Duration.ofMinutes(30));
    }

    @Test
    void oneThatVanishesAloneIsLostAsEver() {
        List<SessionId> sessions = running(3);
        world.market.vanish(world.instanceOf(sessions.get(0)));

        world.until(sessions.get(0), SessionStatus.FAILED, Duration.ofMinutes(2));
    }

    private List<String> reasons(SessionId id) {
        return world.store.books(List.of(id)).get(id).stream()
                .map(entry -> entry.reason())
                .toList();
    }

    private List<SessionId> running(int count) {
        List<SessionId> sessions = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            sessions.add(world.rent(Integer.toString(i)));
        }
        sessions.forEach(id -> world.until(id, SessionStatus.RUNNING, Duration.ofMinutes(5)));
        assertThat(sessions).extracting(world::session).allMatch(Session::isActive);
        return sessions;
    }
}
