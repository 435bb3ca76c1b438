package io.gpushopper.persistence;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** One real PostgreSQL server for all tests of this JVM, durable as ours must be; each asker gets a new database. */
final class TestPostgres {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static final class Server {
        static final EmbeddedPostgres SHARED = started();

        private static EmbeddedPostgres started() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("synchronous_commit", "on")
                        // Its stop has five seconds to write what is left, on a machine that is busy with other tests.
                        .setServerConfig("checkpoint_timeout", "30s")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private TestPostgres() {}

    /** The JDBC URL of a new and empty database. */
    static String newDatabase() {
        String name = "test" + DATABASES.incrementAndGet();
        execute("create database " + name);
        return "jdbc:postgresql://localhost:" + Server.SHARED.getPort() + "/" + name;
    }

    /** Runs one statement on the server as its owner. */
    static void execute(String sql) {
        try (Connection connection = Server.SHARED.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
