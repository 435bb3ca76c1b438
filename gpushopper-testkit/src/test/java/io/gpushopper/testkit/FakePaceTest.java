package io.gpushopper.testkit;

import io.gpushopper.ports.PaceSlots;
import java.time.Duration;

final class FakePaceTest extends PaceSlotsContract {
    private final SettableClock clock = new SettableClock();
    private final FakePace pace = new FakePace(clock);

    @Override
    protected PaceSlots process(int number) {
        return pace.of("process " + number);
    }

    @Override
    protected void pass(Duration time) {
        clock.advance(time);
    }
}
