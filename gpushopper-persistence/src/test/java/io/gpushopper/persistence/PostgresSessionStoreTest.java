package io.gpushopper.persistence;

import io.gpushopper.ports.CostLedger;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.testkit.SessionStoreContract;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

final class PostgresSessionStoreTest extends SessionStoreContract {
    private static String url;
    private static Stores stores;

    @BeforeAll
    static void open() {
        url = TestPostgres.newDatabase();
        stores = TestStores.postgres(url);
    }

    @BeforeEach
    void empty() throws SQLException {
        TestTables.empty(url);
    }

    @AfterAll
    static void close() {
        stores.close();
    }

    @Override
    protected SessionStore store() {
        return stores.sessions();
    }

    @Override
    protected CostLedger ledger() {
        return stores.ledger();
    }
}
