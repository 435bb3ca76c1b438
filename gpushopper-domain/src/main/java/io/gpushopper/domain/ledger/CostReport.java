package io.gpushopper.domain.ledger;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.cost.ChargeKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What was charged in some span of time, exactly, and as it is shown: the total is rounded once, and parts are rounded by largest
 * remainder, so that they add up to the total as shown. Immutable.
 *
 * @param cells what was charged, each under another day, consumer, provider or model
 * @param sessions how many sessions were charged for anything
 */
public record CostReport(List<CostCell> cells, int sessions) {
    public static final CostReport NOTHING = new CostReport(List.of(), 0);

    /** A report over cells, of which some may be of the same day, consumer, provider and model. */
    public CostReport {
        Map<CellKey, CostCell> merged = new LinkedHashMap<>();
        cells.forEach(cell -> merged.merge(CellKey.of(cell), cell, CostCell::plus));
        cells = List.copyOf(merged.values());
        if (sessions < 0) {
            throw new IllegalArgumentException("a report counts sessions from zero");
        }
    }

    /**
     * The report over the whole books of some sessions, within a span.
     *
     * @param books the lines of each session, in any order; all of a session's, or none
     * @param begin counts
     * @param end does not count, and is not in the future: what runs, runs to it
     */
    public static CostReport of(Collection<List<LedgerEntry>> books, Instant begin, Instant end) {
        List<CostCell> cells = new ArrayList<>();
        int sessions = 0;
        for (List<LedgerEntry> session : books) {
            List<CostCell> charged = DaySplit.of(session, begin, end);
            cells.addAll(charged);
            sessions += charged.isEmpty() ? 0 : 1;
        }
        return new CostReport(cells, sessions);
    }

    /** The report over the whole life of a session, of which no line runs. */
    public static CostReport closed(List<LedgerEntry> books) {
        return of(List.of(books), Instant.MIN, Instant.MAX);
    }

    /** Both together, when no session is in both. */
    public CostReport plus(CostReport other) {
        List<CostCell> both = new ArrayList<>(cells);
        both.addAll(other.cells);
        return new CostReport(both, sessions + other.sessions);
    }

    public Accrued total() {
        return sum(CostCell::total);
    }

    /** How long sessions had a machine that was charged; two machines of one session at one time count once. */
    public Duration used() {
        return cells.stream().map(CostCell::used).reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * The sums by what a cell is under, such as {@code CostCell::provider}, in the order of the keys.
     */
    public <K extends Comparable<? super K>> SortedMap<K, Accrued> by(Function<CostCell, K> key) {
        SortedMap<K, Accrued> sums = new TreeMap<>();
        cells.forEach(cell -> sums.merge(key.apply(cell), cell.total(), Accrued::plus));
        return sums;
    }

    /** The sums by kind of charge, both of them always. */
    public SortedMap<ChargeKind, Accrued> byKind() {
        SortedMap<ChargeKind, Accrued> sums = new TreeMap<>();
        sums.put(ChargeKind.COMPUTE, sum(CostCell::compute));
        sums.put(ChargeKind.STORAGE, sum(CostCell::storage));
        return sums;
    }

    /** The parts of a total as they are shown; they add up to the total as it is shown. */
    public static <K> Map<K, BigDecimal> shown(SortedMap<K, Accrued> parts) {
        return LargestRemainder.shown(parts);
    }

    private Accrued sum(Function<CostCell, Accrued> part) {
        return cells.stream().map(part).reduce(Accrued.ZERO, Accrued::plus);
    }
}
