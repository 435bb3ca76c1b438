package io.gpushopper.e2e;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Map;

/** A real PostgreSQL, as durable as ours must be. Thread-safe. */
final class PostgresServer implements AutoCloseable {
    private static final String ENCRYPTION_KEY = Base64.getEncoder().encodeToString(new byte[32]);

    private final EmbeddedPostgres postgres;

    private PostgresServer(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    static PostgresServer start() throws IOException {
        return new PostgresServer(EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .start());
    }

    /** What a server needs to keep its sessions here. */
    Map<String, String> environment(String deployment) {
        return Map.of(
                "DATABASE_URL",
                "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres",
                "DATABASE_USER",
                "postgres",
                "DATABASE_PASSWORD",
                "postgres",
                "DEPLOYMENT_ID",
                deployment,
                "ENCRYPTION_KEY",
                ENCRYPTION_KEY);
    }

    /** Runs one statement as the server's owner. */
    void execute(String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
