package io.gpushopper.server.costs;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.ledger.LedgerEntry;
import io.gpushopper.domain.session.LedgerCorrection;
import io.gpushopper.domain.session.LedgerInterval;
import io.gpushopper.domain.session.LedgerLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes lines of the books as CSV (RFC 4180), intervals cut at the bounds of a span. Texts that a spreadsheet would take for a formula are
 * made plain text. Confined to one thread.
 *
 * <pre>
 * line,session_id,consumer_id,provider,instance_id,purchase,gpu_type,kind,from,to,seconds,rate_per_hour,amount,estimated,reason
 * interval,sess-…,me,vastai,1001,gpushop-…-1-…,RTX 4090,compute,2026-…Z,2026-…Z,3600,0.400000,0.4000000000,false,done
 * </pre>
 */
final class LedgerCsv implements LedgerLine.Cases<List<String>> {
    static final String HEADER =
            "line,session_id,consumer_id,provider,instance_id,purchase,gpu_type,kind,from,to,seconds,"
                    + "rate_per_hour,amount,estimated,reason";
    private static final String END_OF_LINE = "\r\n";
    // Fine enough that the rows of a year add up to its total to the cent of a cent.
    private static final int AMOUNT_PLACES = 10;
    private static final String FORMULA_STARTS = "=+-@\t\r\n";

    private final Writer out;
    private final Instant begin;
    private final Instant end;

    /** A table of what counts from {@code begin} to before {@code end}; what runs, runs to {@code end}. */
    LedgerCsv(Writer out, Instant begin, Instant end) {
        this.out = out;
        this.begin = begin;
        this.end = end;
        write(HEADER + END_OF_LINE);
    }

    void add(LedgerEntry entry) {
        LedgerLine line = entry.line();
        String common = List.of(
                        line instanceof LedgerCorrection ? "correction" : "interval",
                        line.session().value(),
                        entry.consumer().value(),
                        entry.provider().value(),
                        line.instance().value(),
                        entry.tag().text(),
                        entry.gpu().name(),
                        line.kind().name().toLowerCase(Locale.ROOT))
                .stream()
                .map(LedgerCsv::cell)
                .collect(Collectors.joining(","));
        write(common + "," + String.join(",", line.match(this)) + "," + cell(entry.reason()) + END_OF_LINE);
    }

    @Override
    public List<String> interval(LedgerInterval line) {
        Instant from = line.from().isBefore(begin) ? begin : line.from();
        Instant to = line.to() == null || line.to().isAfter(end) ? end : line.to();
        boolean runs = line.to() == null && !to.isBefore(end);
        return List.of(
                from.toString(),
                runs ? "" : to.toString(),
                seconds(Duration.between(from, to)),
                line.rate().amount().toPlainString(),
                amount(line.within(begin, end)),
                Boolean.toString(line.estimated()));
    }

    @Override
    public List<String> correction(LedgerCorrection line) {
        return List.of(
                line.from().toString(),
                line.from().toString(),
                "0",
                "",
                amount(line.within(begin, end)),
                Boolean.toString(false));
    }

    private static String seconds(Duration time) {
        return BigDecimal.valueOf(time.getSeconds())
                .add(BigDecimal.valueOf(time.getNano(), 9))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String amount(Accrued amount) {
        return amount.dollars(AMOUNT_PLACES).toPlainString();
    }

    private static String cell(String text) {
        boolean formula = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
        String safe = formula ? "'" + text : text;
        boolean plain =
                safe.chars().noneMatch(letter -> letter == '"' || letter == ',' || letter == '\r' || letter == '\n');
        return plain ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
    }

    private void write(String text) {
        try {
            out.write(text);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
