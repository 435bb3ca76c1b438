package io.gpushopper.domain.session;

import static io.gpushopper.domain.session.Fixtures.ACCOUNT;
import static io.gpushopper.domain.session.Fixtures.DEPLOYMENT;
import static io.gpushopper.domain.session.Fixtures.OTHER_ACCOUNT;
import static io.gpushopper.domain.session.Fixtures.POLICY;
import static io.gpushopper.domain.session.Fixtures.PROVIDER;
import static io.gpushopper.domain.session.Fixtures.RATES;
import static io.gpushopper.domain.session.Fixtures.T0;
import static io.gpushopper.domain.session.Fixtures.at;
import static io.gpushopper.domain.session.Fixtures.listed;
import static io.gpushopper.domain.session.Fixtures.listing;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When so many instances are missing that it is not believed. */
class BreakerTest {
    @ParameterizedTest(name = "{0} expected, {1} missing: {2}")
    @CsvSource({
        "1, 1, false",
        "2, 2, true",
        "2, 1, false",
        "3, 2, false",
        "3, 3, true",
        "4, 3, false",
        "5, 4, true",
        "15, 4, true",
        "16, 4, false",
        "17, 5, true",
        "100, 25, false",
        "100, 26, true",
        "0, 0, false"
    })
    void tripsWhenAllOrMoreThanThreeAndAQuarterAreMissing(int expected, int missing, boolean trips) {
        assertThat(Breaker.trips(expected, missing)).isEqualTo(trips);
    }

    @Test
    void holdsAllThatAreMissingAtOnceAndNoneThatIsThere() {
        List<Session> five = running(5);

        assertThat(judged(five, 0, view(five.get(0)))).containsOnlyKeys(ids(five.subList(1, 5)));
        assertThat(judged(five, 0, view(five.get(0)), view(five.get(1)))).isEmpty();
    }

    @Test
    void countsWhatWasConcludedGoneLately() {
        List<Session> last = running(1);

        assertThat(judged(last, 0)).isEmpty();
        assertThat(judged(last, 1)).containsOnlyKeys(ids(last));
    }

    @Test
    void doesNotCountWhatIsExpectedToVanish() {
        List<Session> two = changed(running(2), 1, ending -> ending.accepted(at(50), DestroyOutcome.ACCEPTED));

        assertThat(judged(two, 0)).isEmpty();
        assertThat(judged(changed(two, 0, ending -> ending.accepted(at(50), DestroyOutcome.ACCEPTED)), 0))
                .isEmpty();
    }

    @Test
    void countsWhatNobodyAskedForByIdYetAndHoldsItLater() {
        List<Session> two = changed(running(2), 0, ending -> ending.with(AbsenceProof.NONE));

        assertThat(judged(two, 0)).containsOnlyKeys(two.get(1).id());
    }

    @Test
    void countsAnEndThatTheProviderRefused() {
        assertThat(judged(changed(running(2), 1, ending -> ending.refused(at(50))), 0))
                .hasSize(2);
    }

    @Test
    void doesNotCountWhatIsMissingForLong() {
        AbsenceProof longSince = AbsenceProof.NONE.answered(at(60).minus(Breaker.WINDOW));
        AbsenceProof lately = AbsenceProof.NONE.answered(at(61).minus(Breaker.WINDOW));

        assertThat(judged(changed(running(2), 1, ending -> ending.with(longSince)), 0))
                .isEmpty();
        assertThat(judged(changed(running(2), 1, ending -> ending.with(lately)), 0))
                .hasSize(2);
    }

    @Test
    void judgesWhatFollowsTogetherWithWhatIsHeld() {
        AbsenceProof held = AbsenceProof.NONE.unlisted(T0.minus(Breaker.WINDOW)).heldBy(AbsenceHold.begun(T0));
        List<Session> two = changed(running(2), 0, ending -> ending.with(held));

        assertThat(judged(two, 0)).containsOnlyKeys(two.get(1).id());
    }

    @Test
    void countsNothingThatAnOperatorBelieves() {
        AbsenceProof believed = AbsenceProof.NONE
                .unlisted(at(50))
                .heldBy(AbsenceHold.begun(at(50)).believed(at(55)));

        assertThat(judged(changed(running(2), 0, ending -> ending.with(believed)), 0))
                .isEmpty();
    }

    @Test
    void asksNoOtherAccount() {
        List<Session> two = running(2);

        assertThat(Breaker.judge(listing(OTHER_ACCOUNT, 60, 60), two, 0, POLICY.visibilityLag(), at(60)))
                .isEmpty();
    }

    @Test
    void expectsNothingThatMayNotBeShownYet() {
        List<Session> bought = List.of(
                Fixtures.pending(id(0), tag(0)).withInstance(instance(0), tag(0), at(10)),
                Fixtures.pending(id(1), tag(1)).withInstance(instance(1), tag(1), at(10)));

        assertThat(judged(bought, 0)).isEmpty();
    }

    private static Map<SessionId, Set<InstanceId>> judged(List<Session> sessions, int lost, InstanceView... views) {
        return Breaker.judge(listing(ACCOUNT, 60, 60, views), sessions, lost, POLICY.visibilityLag(), at(60));
    }

    private static SessionId[] ids(List<Session> sessions) {
        return sessions.stream().map(Session::id).toArray(SessionId[]::new);
    }

    /** Sessions whose instances were seen in second 20, and not found by id in second 50. */
    private static List<Session> running(int count) {
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Story story = new Story(Fixtures.pending(id(i), tag(i)), POLICY, T0)
                    .see(new Observation.Turn(tag(i), true))
                    .at(1)
                    .answer(tag(i), new LaunchOutcome.Launched(instance(i)))
                    .at(20)
                    .see(listed(20, shown(i)))
                    .at(50)
                    .see(new Observation.NoSuchInstance(instance(i)));
            sessions.add(story.session());
        }
        return sessions;
    }

    private static List<Session> changed(List<Session> sessions, int which, UnaryOperator<Instance.Ending> change) {
        List<Session> changed = new ArrayList<>(sessions);
        Session session = sessions.get(which);
        Instance instance = session.instances().get(0);
        Session next = new Session(
                session.id(),
                session.terms(),
                session.state(),
                session.attempts(),
                List.of(instance.with(change.apply(instance.ending()))),
                session.delivery(),
                session.stamp(),
                session.nextActAt());
        changed.set(which, next);
        return changed;
    }

    private static SessionId id(int i) {
        return new SessionId("sess-" + "abcdefghijklmno" + (char) ('a' + i));
    }

    private static Tag tag(int i) {
        return new Tag(DEPLOYMENT, id(i), 1, T0);
    }

    private static InstanceId instance(int i) {
        return new InstanceId(PROVIDER, Integer.toString(2_000 + i));
    }

    private static InstanceView view(Session session) {
        Instance instance = session.instances().get(0);
        return new InstanceView(
                instance.id(), instance.tag().text(), InstanceCondition.RUNNING, List.of(), RATES, null, "");
    }

    private static InstanceView shown(int i) {
        return new InstanceView(instance(i), tag(i).text(), InstanceCondition.STARTING, List.of(), RATES, null, "");
    }
}
