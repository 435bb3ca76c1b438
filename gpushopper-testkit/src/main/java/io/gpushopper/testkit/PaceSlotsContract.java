package io.gpushopper.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.ports.PaceBudget;
import io.gpushopper.ports.PaceSlots;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every {@link PaceSlots} holds, asked by two processes. Intervals are long, so that no test depends on how fast it runs. */
public abstract class PaceSlotsContract {
    private static final int DESTROY = 0;
    private static final int SEARCH = 3;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration NEARLY = HOUR.minusMinutes(10);

    private final PaceBudget single = new PaceBudget("single", HOUR, 1);
    private final PaceBudget burst = new PaceBudget("burst", HOUR, 3);

    /** The slots as one of the two processes takes them, 1 or 2; nothing was taken yet. */
    protected abstract PaceSlots process(int number);

    /** So much time passes, as far as the slots can tell. */
    protected abstract void pass(Duration time);

    @Test
    void givesTheFirstCallAtOnceAndTheNextAfterTheIntervalWhicheverProcessAsks() {
        assertThat(process(1).take(single, SEARCH)).isZero();

        assertThat(process(2).take(single, SEARCH)).isBetween(NEARLY, HOUR);
        assertThat(process(1).take(single, SEARCH)).isBetween(NEARLY, HOUR);
        pass(HOUR);
        assertThat(process(2).take(single, SEARCH)).isZero();
    }

    @Test
    void givesABurstOnceToBothTogether() {
        assertThat(process(1).take(burst, SEARCH)).isZero();
        assertThat(process(2).take(burst, SEARCH)).isZero();
        assertThat(process(1).take(burst, SEARCH)).isZero();

        assertThat(process(2).take(burst, SEARCH)).isBetween(NEARLY, HOUR);
    }

    @Test
    void keepsBudgetsApart() {
        process(1).take(single, SEARCH);

        assertThat(process(1).take(burst, SEARCH)).isZero();
    }

    @Test
    void letsNobodyPassWhoIsLessUrgentThanOneWhoWaitsInTheOtherProcess() {
        process(1).take(single, SEARCH);
        process(2).take(single, DESTROY);
        pass(HOUR);

        assertThat(process(1).take(single, SEARCH)).isPositive();
        assertThat(process(2).take(single, DESTROY)).isZero();
        pass(HOUR);

        assertThat(process(1).take(single, SEARCH)).isZero();
    }

    @Test
    void letsTheLessUrgentPassOnceTheOtherHasLeft() {
        process(1).take(single, SEARCH);
        process(2).take(single, DESTROY);
        pass(HOUR);

        process(2).leave(single);

        assertThat(process(1).take(single, SEARCH)).isZero();
    }

    @Test
    void waitsForNoProcessThatHasNotAskedAgain() {
        process(1).take(single, SEARCH);
        process(2).take(single, DESTROY);

        pass(HOUR.plusMinutes(1));

        assertThat(process(1).take(single, SEARCH)).isZero();
    }

    @Test
    void holdsBothBackWhenTheProviderSaysSo() {
        process(1).hold(burst, HOUR);

        assertThat(process(2).take(burst, DESTROY)).isBetween(NEARLY, HOUR);
        pass(HOUR);
        assertThat(process(2).take(burst, DESTROY)).isZero();
        assertThat(process(1).take(burst, DESTROY)).isBetween(NEARLY, HOUR);
    }
}
