package io.gpushopper.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.spending.Budgets;
import io.gpushopper.domain.spending.Fuse;
import io.gpushopper.domain.spending.FuseException;
import io.gpushopper.domain.spending.SpendRules;
import io.gpushopper.ports.Alarm;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An account that is about to run dry. An offer of the market costs 0.412 US dollars an hour, half an hour of it 0.206. */
class FundsWatchTest {
    private static final Duration NEXT_LOOK = Duration.ofMinutes(3);

    private final World world = new World();

    @Test
    void isAnAlarmAndAnEventOfTheSessionsThere() {
        SessionId session = running("1");
        left("0.20");

        world.pass(NEXT_LOOK);

        assertThat(world.shopper().alarms()).containsEntry(World.MARKET, Set.of(Alarm.LOW_BALANCE));
        assertThat(notes(session)).hasSize(1);
        assertThat(world.session(session).status()).as("nothing is ended by it").isEqualTo(SessionStatus.RUNNING);

        world.pass(Duration.ofMinutes(30));
        assertThat(notes(session)).as("said once").hasSize(1);
    }

    @Test
    void buysNothingMoreUntilItIsToppedUp() {
        running("1");
        left("0.41");
        world.pass(NEXT_LOOK);
        assertThat(world.shopper().alarms()).as("enough for what is there").isEmpty();

        assertThatExceptionOfType(ProviderException.class)
                .isThrownBy(() -> world.rent("2"))
                .satisfies(refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.INSUFFICIENT_FUNDS))
                .withMessageContaining("less than 30 minutes");
        assertThat(world.store.unfinished()).hasSize(1);

        left("0.42");
        world.pass(NEXT_LOOK);
        running("2");
    }

    @Test
    void countsWhatWasBoughtSinceItWasTold() {
        left("0.42");
        world.pass(NEXT_LOOK);
        world.rent("1");
        world.rent("2");

        assertThatExceptionOfType(ProviderException.class)
                .isThrownBy(() -> world.rent("3"))
                .satisfies(refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.INSUFFICIENT_FUNDS));
    }

    @Test
    void countsWhatOthersHaveOnTheAccount() {
        world.market.plant("somebody's");
        world.market.plant("else's");
        left("0.30");

        world.pass(Duration.ofMinutes(8));

        assertThat(world.shopper().alarms()).containsEntry(World.MARKET, Set.of(Alarm.LOW_BALANCE));
    }

    @Test
    void endsWithTheNextBalanceThatIsEnough() {
        running("1");
        left("0.20");
        world.pass(NEXT_LOOK);

        left("50");
        world.pass(NEXT_LOOK);

        assertThat(world.shopper().alarms()).isEmpty();
    }

    @Test
    void standsWhileNoBalanceIsTold() {
        running("1");
        left("0.20");
        world.pass(NEXT_LOOK);

        world.market.fail(MarketOperation.ACCOUNT, MarketFault.SERVER_ERROR, 1_000);
        left("50");
        world.pass(NEXT_LOOK);

        assertThat(world.shopper().alarms()).containsEntry(World.MARKET, Set.of(Alarm.LOW_BALANCE));
    }

    @Test
    void isForgottenWhenNoneIsToldForTenMinutes() {
        running("1");
        left("0.20");
        world.pass(NEXT_LOOK);

        world.market.fail(MarketOperation.ACCOUNT, MarketFault.SERVER_ERROR, 1_000);
        world.pass(Duration.ofMinutes(13));

        assertThat(world.shopper().alarms()).isEmpty();
        running("2");
    }

    @Test
    void isNotSpentOnWhatTheFuseRefuses() {
        world.spendBy(new SpendRules(new Fuse(1, UsdPerHour.of("50")), Budgets.NONE));
        left("0.42");
        world.pass(NEXT_LOOK);
        world.rent("1");

        for (String offer : List.of("2", "3", "4")) {
            assertThatExceptionOfType(FuseException.class).isThrownBy(() -> world.rent(offer));
        }
    }

    private void left(String dollars) {
        world.market.leave(new Usd(new BigDecimal(dollars)));
    }

    private SessionId running(String offer) {
        SessionId session = world.rent(offer);
        world.until(session, SessionStatus.RUNNING, Duration.ofMinutes(5));
        return session;
    }

    private List<String> notes(SessionId session) {
        return world.store.events(session, 0, 1_000).stream()
                .map(event -> event.event().reason())
                .filter(reason -> reason.startsWith("balance"))
                .toList();
    }
}
