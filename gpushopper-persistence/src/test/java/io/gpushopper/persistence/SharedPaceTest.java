package io.gpushopper.persistence;

import io.gpushopper.ports.PaceSlots;
import io.gpushopper.testkit.PaceSlotsContract;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class SharedPaceTest extends PaceSlotsContract {
    private String url;
    private Stores one;
    private Stores two;

    @BeforeEach
    void open() {
        url = TestPostgres.newDatabase();
        one = TestStores.postgres(url);
        two = TestStores.postgres(url);
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    @Override
    protected PaceSlots process(int number) {
        return (number == 1 ? one : two).pace();
    }

    /** The database's own clock can't be set: instead, what is written down moves into the past. */
    @Override
    protected void pass(Duration time) {
        try {
            String span = " - interval '" + time.toSeconds() + " seconds'";
            TestTables.execute(url, "update pace_slots set next_full = next_full" + span);
            TestTables.execute(url, "update pace_claims set valid_until = valid_until" + span);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
