package io.gpushopper.persistence;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * One table of an aggregate: its insert and its update are written from the names of its columns, so that each column is named
 * once. Immutable.
 */
final class Table {
    private final String insert;
    private final String update;

    /**
     * A table.
     *
     * @param key the columns that find a row
     * @param fixed the columns that never change once the row is there
     * @param changing the columns that an update writes
     */
    Table(String name, List<String> key, List<String> fixed, List<String> changing) {
        List<String> all = new ArrayList<>(key);
        all.addAll(fixed);
        all.addAll(changing);
        insert = "insert into " + name + " (" + String.join(", ", all) + ") values (:" + String.join(", :", all) + ")";
        update = "update " + name + " set " + assignments(changing, ", ") + " where " + assignments(key, " and ");
    }

    void insert(Handle handle, Columns row) {
        handle.createUpdate(insert).bindMap(row.values()).execute();
    }

    /** Whether there was a row to update. */
    boolean update(Handle handle, Columns row) {
        return handle.createUpdate(update).bindMap(row.values()).execute() > 0;
    }

    /** Writes the row whether or not it is there. Only for rows that nobody else can write at the same time. */
    void put(Handle handle, Columns row) {
        if (!update(handle, row)) {
            insert(handle, row);
        }
    }

    private static String assignments(List<String> columns, String separator) {
        return columns.stream().map(column -> column + " = :" + column).collect(Collectors.joining(separator));
    }
}
