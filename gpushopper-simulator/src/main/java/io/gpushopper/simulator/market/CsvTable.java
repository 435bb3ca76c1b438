package io.gpushopper.simulator.market;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A small comma-separated table among the resources, whose first line names its columns. */
public final class CsvTable {

    private static final Pattern CELL = Pattern.compile("\"([^\"]*)\"|([^,]+)|(?<=,)(?=,|$)");

    private CsvTable() {}

    /**
     * Reads the rows below the heading.
     *
     * @param neighbour a class of the package the resource lies in
     * @param name of the resource
     * @return rows of cells
     */
    public static List<List<String>> read(Class<?> neighbour, String name) {
        InputStream resource = requireNonNull(neighbour.getResourceAsStream(name), name);
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .skip(1)
                    .filter(line -> !line.isBlank())
                    .map(CsvTable::cells)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        Matcher matcher = CELL.matcher(line);
        while (matcher.find()) {
            String quoted = matcher.group(1);
            String plain = matcher.group(2);
            cells.add(quoted != null ? quoted : plain != null ? plain : "");
        }
        return cells;
    }
}
