package io.gpushopper.persistence;

import io.gpushopper.ports.CostLedger;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.testkit.SessionStoreContract;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class H2SessionStoreTest extends SessionStoreContract {
    @TempDir
    private static Path directory;

    private static Stores stores;

    @BeforeAll
    static void open() {
        stores = TestStores.embedded(directory);
    }

    @BeforeEach
    void empty() throws SQLException {
        TestTables.empty(directory.resolve("store"));
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
