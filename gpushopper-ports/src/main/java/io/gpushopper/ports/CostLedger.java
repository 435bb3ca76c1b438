package io.gpushopper.ports;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.ledger.CostReport;
import io.gpushopper.domain.ledger.LedgerEntry;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.LedgerCorrection;
import io.gpushopper.domain.session.LedgerInterval;
import io.gpushopper.domain.session.SessionId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The books. Intervals are written with the decisions that open and close them (see {@link SessionStore}), corrections are appended
 * here; everything else reads. Sums are exact, and agree with the lines at the moment at which they are read. Thread-safe.
 */
public interface CostLedger {
    /** Every interval of the session, the oldest first, those that still run included, without corrections. */
    List<LedgerInterval> intervals(SessionId session);

    /**
     * The whole books of each of the sessions: intervals and corrections by when they begin to count.
     *
     * @return without the sessions of which nothing is booked
     */
    Map<SessionId, List<LedgerEntry>> books(Collection<SessionId> sessions);

    /**
     * Appends to the books of a session what they lack. Whoever corrects the same session at the same time follows or is followed, so that a
     * difference that is taken from the books as they are then is never booked twice.
     *
     * @param missing given the books as they are, the corrections to append, of this session's instances only; it may be called more than once
     * @return what was appended; nothing when there is no such session
     */
    List<LedgerCorrection> correct(SessionId session, Function<List<LedgerEntry>, List<LedgerCorrection>> missing);

    /**
     * What was charged in a period.
     *
     * @param now to where what runs has run
     */
    CostReport report(CostQuery query, Instant now);

    /** The sessions of which anything may be booked in a period: those that are closed by day, then those that run. */
    List<SessionId> charged(CostQuery query);

    /**
     * All that each provider ever charged.
     *
     * @param now to where what runs has run
     */
    Map<ProviderId, Accrued> spent(Instant now);
}
