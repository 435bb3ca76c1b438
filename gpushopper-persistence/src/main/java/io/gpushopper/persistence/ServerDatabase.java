package io.gpushopper.persistence;

import io.gpushopper.ports.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL server: how it is reached, and what is asked of it before anything is entrusted to it. */
final class ServerDatabase {
    private static final String URL = "database.url (DATABASE_URL)";
    private static final Set<String> DURABLE = Set.of("on", "remote_apply");

    // A worker that waits for a server that is gone would wait for ever.
    private static final int ANSWER_SECONDS = 60;

    // A process that hangs in a transaction must not keep from the others what it has locked there.
    private static final String IDLE_IN_TRANSACTION = "-c idle_in_transaction_session_timeout=30s";

    private ServerDatabase() {}

    static DataSource at(String url, @Nullable String user, @Nullable String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        try {
            source.setUrl(url);
        } catch (IllegalArgumentException e) {
            // Its message holds the URL, and that may hold a password.
            throw new StoreException(
                    URL + " is no PostgreSQL address: write jdbc:postgresql://host:port/database", null);
        }
        if (user != null) {
            source.setUser(user);
        }
        if (password != null) {
            source.setPassword(password);
        }
        source.setTcpKeepAlive(true);
        String options = source.getOptions();
        source.setOptions(options == null ? IDLE_IN_TRANSACTION : IDLE_IN_TRANSACTION + " " + options);
        if (source.getSocketTimeout() == 0) {
            source.setSocketTimeout(ANSWER_SECONDS);
        }
        return source;
    }

    /** Connects once, and refuses a server that would lose what it acknowledged. */
    static void check(DataSource source) {
        try (Connection connection = source.getConnection()) {
            String product = connection.getMetaData().getDatabaseProductName();
            if (!product.equals("PostgreSQL")) {
                throw new StoreException(
                        "the store runs on PostgreSQL, or embedded; this database is " + product, null);
            }
            require(connection, "synchronous_commit", DURABLE);
            require(connection, "fsync", Set.of("on"));
        } catch (SQLException e) {
            throw new StoreException(whyNot(e), e);
        }
    }

    private static void require(Connection connection, String parameter, Set<String> allowed) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet shown = statement.executeQuery("show " + parameter)) {
            String value = shown.next() ? shown.getString(1) : "unknown";
            if (!allowed.contains(value)) {
                throw new StoreException(
                        "PostgreSQL runs with " + parameter + " = " + value
                                + " and could lose what a purchase stands on: set " + parameter + " = on",
                        null);
            }
        }
    }

    private static String whyNot(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (state.startsWith("28")) {
            return "PostgreSQL refused the login: check database.user (DATABASE_USER) and database.password"
                    + " (DATABASE_PASSWORD)";
        }
        if (state.startsWith("3D")) {
            return "PostgreSQL has no such database: check " + URL;
        }
        if (state.startsWith("08")) {
            return "PostgreSQL can't be reached: check " + URL + " and that the server runs";
        }
        return "PostgreSQL can't be used (SQL state " + state + "): check " + URL;
    }
}
