package io.gpushopper.persistence;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.ports.PaceBudget;
import io.gpushopper.ports.PaceSlots;
import io.gpushopper.ports.StoreException;
import io.gpushopper.testkit.PaceSlotsContract;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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

    @Test
    void failsSoonWhileAnotherProcessHoldsTheBudgetAndHangs() throws Exception {
        PaceBudget budget = new PaceBudget("held", Duration.ofSeconds(1), 1);
        process(1).take(budget, 0);
        try (Connection hanging = DriverManager.getConnection(url, "postgres", "postgres");
                Statement lock = hanging.createStatement()) {
            hanging.setAutoCommit(false);
            lock.execute("select next_full from pace_slots for update");

            assertThatThrownBy(() -> process(2).take(budget, 0))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("57014");
            hanging.rollback();
        }
    }
}
