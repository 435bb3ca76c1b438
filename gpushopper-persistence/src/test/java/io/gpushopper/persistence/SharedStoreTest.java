package io.gpushopper.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.testkit.SettableClock;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two processes on one PostgreSQL share beside sessions and pace, and one process on an embedded store has for itself. */
final class SharedStoreTest {
    private static final Duration LONG = Duration.ofHours(1);

    @Nested
    class OnPostgres {
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

        @Test
        void givesEachRoundToWhicheverComesFirst() throws SQLException {
            assertThat(one.rounds().take("watch", LONG)).isTrue();
            assertThat(two.rounds().take("watch", LONG)).isFalse();
            assertThat(one.rounds().take("watch", LONG)).isFalse();
            assertThat(two.rounds().take("another", LONG)).isTrue();

            TestTables.execute(url, "update rounds set taken_at = taken_at - interval '1 hour'");

            assertThat(two.rounds().take("watch", LONG)).isTrue();
            assertThat(one.rounds().take("watch", LONG)).isFalse();
        }

        @Test
        void tellsTheTimeOfTheDatabaseWhateverThisMachinesClockSays() {
            assertThat(one.clock().time())
                    .hasValueSatisfying(time -> assertThat(time)
                            .isNotEqualTo(SettableClock.START)
                            .isBetween(
                                    Instant.now().minusSeconds(60),
                                    Instant.now().plusSeconds(60)));
        }

        @Test
        void keepsTheHighestTimeThatEitherHasSeen() {
            assertThat(one.clock().highest(SettableClock.START)).isEqualTo(SettableClock.START);
            assertThat(two.clock().highest(SettableClock.START.plusSeconds(5)))
                    .isEqualTo(SettableClock.START.plusSeconds(5));

            assertThat(one.clock().highest(SettableClock.START.plusSeconds(1)))
                    .isEqualTo(SettableClock.START.plusSeconds(5));
        }
    }

    @Nested
    class Embedded {
        @TempDir
        private Path directory;

        @Test
        void hasNoTimeButTheMachinesAndKeepsTheHighestItSaw() {
            try (Stores stores = TestStores.embedded(directory)) {
                assertThat(stores.clock().time()).isEmpty();
                stores.clock().highest(SettableClock.START.plusSeconds(5));
            }
            try (Stores stores = TestStores.embedded(directory)) {
                assertThat(stores.clock().highest(SettableClock.START)).isEqualTo(SettableClock.START.plusSeconds(5));
                assertThat(stores.rounds().take("watch", LONG)).isTrue();
                assertThat(stores.rounds().take("watch", LONG)).isTrue();
            }
        }
    }
}
