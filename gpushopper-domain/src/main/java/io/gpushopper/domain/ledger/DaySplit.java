package io.gpushopper.domain.ledger;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.session.LedgerCorrection;
import io.gpushopper.domain.session.LedgerInterval;
import io.gpushopper.domain.session.LedgerLine;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Splits the lines of one session at the bounds of days. Confined to one thread. */
final class DaySplit implements LedgerLine.Cases<Boolean> {
    private final Instant begin;
    private final Instant end;
    private final Map<CellKey, CostCell> cells = new LinkedHashMap<>();
    private LedgerEntry entry;
    // Up to here the session's machine time is counted, whichever of its instances it was.
    private Instant usedUntil;

    private DaySplit(Instant begin, Instant end, LedgerEntry first) {
        this.begin = begin;
        this.end = end;
        this.entry = first;
        this.usedUntil = begin;
    }

    /** The cells of one session's lines within a span; what runs, runs to the end of the span. */
    static List<CostCell> of(List<LedgerEntry> entries, Instant begin, Instant end) {
        if (entries.isEmpty() || !end.isAfter(begin)) {
            return List.of();
        }
        DaySplit split = new DaySplit(begin, end, entries.get(0));
        entries.stream()
                .sorted(Comparator.comparing(entry -> entry.line().from()))
                .forEach(split::add);
        return List.copyOf(split.cells.values());
    }

    private void add(LedgerEntry next) {
        entry = next;
        next.line().match(this);
    }

    @Override
    public Boolean interval(LedgerInterval line) {
        Instant from = later(line.from(), begin);
        Instant to = line.to() == null || line.to().isAfter(end) ? end : line.to();
        for (Instant at = from; at.isBefore(to); ) {
            LocalDate day = CostPeriod.dayOf(at);
            Instant next = earlier(CostPeriod.startOf(day.plusDays(1)), to);
            put(day, line.kind(), line.within(at, next), used(line.kind(), at, next));
            at = next;
        }
        return true;
    }

    @Override
    public Boolean correction(LedgerCorrection line) {
        Accrued difference = line.within(begin, end);
        if (!difference.isZero()) {
            put(CostPeriod.dayOf(line.from()), line.kind(), difference, Duration.ZERO);
        }
        return true;
    }

    private Duration used(ChargeKind kind, Instant from, Instant to) {
        Instant counted = later(from, usedUntil);
        if (kind == ChargeKind.STORAGE || !counted.isBefore(to)) {
            return Duration.ZERO;
        }
        usedUntil = to;
        return Duration.between(counted.truncatedTo(ChronoUnit.MICROS), to.truncatedTo(ChronoUnit.MICROS));
    }

    private void put(LocalDate day, ChargeKind kind, Accrued amount, Duration used) {
        boolean compute = kind == ChargeKind.COMPUTE;
        CostCell cell = new CostCell(
                day,
                entry.consumer(),
                entry.provider(),
                entry.gpu(),
                compute ? amount : Accrued.ZERO,
                compute ? Accrued.ZERO : amount,
                used);
        if (!cell.isNothing()) {
            cells.merge(CellKey.of(cell), cell, CostCell::plus);
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
