package io.gpushopper.persistence;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Reaches past the store into its tables. */
final class TestTables {
    private static final List<String> CHILDREN_FIRST = List.of(
            "scheduled_sessions",
            "scheduled_ends",
            "kept_replies",
            "session_events",
            "cost_days",
            "ledger_corrections",
            "ledger_intervals",
            "instances",
            "launch_attempts",
            "sessions",
            "reconcile_passes",
            "strangers");

    private TestTables() {}

    /** Forgets every session in that PostgreSQL database. */
    static void empty(String url) throws SQLException {
        empty(url, "postgres", "postgres");
    }

    /** Forgets every session in the H2 database that this JVM has open in that file. */
    static void empty(Path file) throws SQLException {
        empty("jdbc:h2:async:" + file, "sa", "");
    }

    private static void empty(String url, String user, String password) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            for (String table : CHILDREN_FIRST) {
                statement.executeUpdate("delete from " + table);
            }
        }
    }

    /** Runs one statement on that PostgreSQL database. */
    static int execute(String url, String sql) throws SQLException {
        return execute(url, "postgres", "postgres", sql);
    }

    /** Runs one statement on the H2 database that this JVM has open in that file. */
    static int execute(Path file, String sql) throws SQLException {
        return execute("jdbc:h2:async:" + file, "sa", "", sql);
    }

    private static int execute(String url, String user, String password, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }
}
