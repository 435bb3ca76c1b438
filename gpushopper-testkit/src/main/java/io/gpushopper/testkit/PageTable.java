package io.gpushopper.testkit;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table of the documentation, so that a test can hold each row of it to the code. Immutable. */
public final class PageTable {
    private PageTable() {}

    /**
     * One row, its cells without the marks of code; one that says <i>nothing</i> is empty. It shows as it stands in the page.
     *
     * @param cells by column
     * @param line the whole line
     */
    public record Row(Map<String, String> cells, String line) {
        public Row {
            cells = Map.copyOf(cells);
            requireNonNull(line, "line");
        }

        /** The cell of a column that the table has. */
        public String cell(String column) {
            return requireNonNull(cells.get(column), () -> "no column " + column + " in " + line);
        }

        @Override
        public String toString() {
            return line;
        }
    }

    /**
     * The rows of the first table under the heading.
     *
     * @param page the file, from the folder of a module
     * @param heading its whole line
     * @throws IllegalArgumentException when there is none, or a row has other columns than its table
     */
    public static List<Row> under(Path page, String heading) {
        List<String> lines = lines(page).stream()
                .dropWhile(line -> !line.equals(heading))
                .dropWhile(line -> !line.startsWith("| "))
                .takeWhile(line -> line.startsWith("| "))
                .toList();
        if (lines.size() < 3) {
            throw new IllegalArgumentException("no table under " + heading + " in " + page);
        }
        List<String> columns = cells(lines.get(0));
        return lines.stream().skip(2).map(line -> row(columns, line)).toList();
    }

    private static Row row(List<String> columns, String line) {
        List<String> cells = cells(line);
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + columns.size() + " columns in " + line);
        }
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            row.put(columns.get(i), cells.get(i));
        }
        return new Row(row, line);
    }

    private static List<String> cells(String line) {
        String inner = line.strip();
        return Arrays.stream(inner.substring(1, inner.length() - 1).split("\\|", -1))
                .map(PageTable::plain)
                .toList();
    }

    private static String plain(String cell) {
        String text = cell.strip();
        if (text.equals("nothing")) {
            return "";
        }
        return text.length() > 1 && text.startsWith("`") && text.endsWith("`")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    private static List<String> lines(Path page) {
        try {
            return Files.readAllLines(page);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
