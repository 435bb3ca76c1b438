package io.gpushopper.ports;

import io.gpushopper.domain.session.LedgerInterval;
import io.gpushopper.domain.session.SessionId;
import java.util.List;

/** Reads the books; they are written with the decisions that open and close their intervals. Thread-safe. */
public interface CostLedger {
    /** Every interval of the session, the oldest first, those that still run included. */
    List<LedgerInterval> intervals(SessionId session);
}
