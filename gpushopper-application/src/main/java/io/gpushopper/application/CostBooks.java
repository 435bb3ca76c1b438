package io.gpushopper.application;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.ledger.CostReport;
import io.gpushopper.domain.ledger.LedgerEntry;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.ports.CostLedger;
import io.gpushopper.ports.CostQuery;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the books as they are now: what runs has run up to this moment. Thread-safe. */
final class CostBooks {
    // A page holds no connection while whoever asked takes it.
    private static final int SESSIONS_A_PAGE = 200;

    private final CostLedger ledger;
    private final InstantSource clock;

    CostBooks(CostLedger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    LocalDate today() {
        return CostPeriod.dayOf(clock.instant());
    }

    CostReport report(CostQuery query) {
        return ledger.report(query, clock.instant());
    }

    /** Of its whole life where no period is given. */
    CostReport ofSession(SessionId id, @Nullable CostPeriod period) {
        Instant now = clock.instant();
        return CostReport.of(
                ledger.books(List.of(id)).values(), begin(period), period == null ? now : period.endBy(now));
    }

    Map<SessionId, Accrued> accrued(Collection<SessionId> sessions) {
        Instant now = clock.instant();
        Map<SessionId, Accrued> sums = new HashMap<>();
        sessions.forEach(session -> sums.put(session, Accrued.ZERO));
        ledger.books(sessions)
                .forEach((session, books) -> sums.put(
                        session,
                        books.stream()
                                .map(entry -> entry.line().within(Instant.EPOCH, now))
                                .reduce(Accrued.ZERO, Accrued::plus)));
        return sums;
    }

    Map<ProviderId, Accrued> spent() {
        return ledger.spent(clock.instant());
    }

    void lines(CostQuery query, Consumer<LedgerEntry> taker) {
        books(query, (session, books) -> counted(books, query.period(), taker));
    }

    /** Hands over the whole books of each session that was charged anything, in order. */
    void books(CostQuery query, BiConsumer<SessionId, List<LedgerEntry>> taker) {
        List<SessionId> sessions = ledger.charged(query);
        for (int first = 0; first < sessions.size(); first += SESSIONS_A_PAGE) {
            List<SessionId> page = sessions.subList(first, Math.min(first + SESSIONS_A_PAGE, sessions.size()));
            Map<SessionId, List<LedgerEntry>> books = ledger.books(page);
            page.forEach(session -> taker.accept(session, books.getOrDefault(session, List.of())));
        }
    }

    void linesOfSession(SessionId id, @Nullable CostPeriod period, Consumer<LedgerEntry> taker) {
        counted(ledger.books(List.of(id)).getOrDefault(id, List.of()), period, taker);
    }

    private void counted(List<LedgerEntry> books, @Nullable CostPeriod period, Consumer<LedgerEntry> taker) {
        Instant now = clock.instant();
        Instant end = period == null ? now : period.endBy(now);
        books.stream()
                .filter(entry -> !entry.line().within(begin(period), end).isZero())
                .forEach(taker);
    }

    private static Instant begin(@Nullable CostPeriod period) {
        return period == null ? Instant.EPOCH : period.begin();
    }
}
