package io.gpushopper.server.costs;

import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.server.http.Problems;
import io.gpushopper.server.http.QueryParameters;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads which costs are asked for from the query of a request. */
final class CostParameters {
    private static final String START = "start_date";
    private static final String END = "end_date";
    private static final String PERIOD = "period";
    // Four digits: a year as people write it, and one that every database knows.
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private CostParameters() {}

    /** Of which days; null when none are named, or when something is wrong. Of one date, its month gives the other. */
    static @Nullable CostPeriod period(QueryParameters parameters, Problems problems, LocalDate today) {
        String word = parameters.text(PERIOD);
        boolean dated =
                !parameters.texts(START).isEmpty() || !parameters.texts(END).isEmpty();
        if (word != null) {
            if (dated) {
                problems.add(PERIOD, "period can't be combined with start_date or end_date");
            }
            return named(word, problems, today);
        }
        LocalDate start = date(START, parameters, problems);
        LocalDate end = date(END, parameters, problems);
        LocalDate either = start == null ? end : start;
        if (either == null || problems.isNamed(START) || problems.isNamed(END)) {
            return null;
        }
        CostPeriod month = CostPeriod.month(either);
        LocalDate first = start == null ? month.first() : start;
        LocalDate last = end == null ? month.last() : end;
        if (last.isBefore(first)) {
            problems.add(START, "start_date must not be after end_date");
            return null;
        }
        return new CostPeriod(first, last);
    }

    private static @Nullable CostPeriod named(String word, Problems problems, LocalDate today) {
        return switch (word) {
            case "daily" -> CostPeriod.day(today);
            case "monthly" -> CostPeriod.month(today);
            default -> {
                problems.addInvalid(PERIOD, "must be daily or monthly", word);
                yield null;
            }
        };
    }

    private static @Nullable LocalDate date(String name, QueryParameters parameters, Problems problems) {
        String text = parameters.text(name);
        if (text == null) {
            return null;
        }
        try {
            if (DATE.matcher(text).matches()) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException noSuchDay) {
            // Said below.
        }
        problems.addInvalid(name, "must be a day such as 2026-01-31", text);
        return null;
    }
}
