package io.gpushopper.simulator.market;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;

/** The one prepaid account at a provider. Guarded by the world's lock. */
public final class Account {

    private final BigDecimal creditUsd;
    private BigDecimal settledUsd = BigDecimal.ZERO;

    Account(BigDecimal creditUsd) {
        this.creditUsd = creditUsd;
    }

    void settle(BigDecimal billedUsd) {
        settledUsd = settledUsd.add(billedUsd);
    }

    BigDecimal balance(Collection<SimulatedInstance> live, Instant now) {
        BigDecimal running = live.stream().map(i -> i.meter().billed(now)).reduce(BigDecimal.ZERO, BigDecimal::add);
        return creditUsd.subtract(settledUsd).subtract(running);
    }
}
