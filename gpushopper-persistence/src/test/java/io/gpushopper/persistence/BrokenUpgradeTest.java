package io.gpushopper.persistence;

import static io.gpushopper.testkit.SessionBuilder.ENGINE_KEY;
import static io.gpushopper.testkit.SessionBuilder.aSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.domain.session.Session;
import io.gpushopper.ports.SessionCreation;
import io.gpushopper.ports.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An embedded store of an earlier version, whose upgrade is cut. */
final class BrokenUpgradeTest {
    private static final String EARLIER = "20261124074100";
    private static final String ONE_FURTHER = "20261124101000";

    @TempDir
    private Path directory;

    private final Session session = aSession().running().build();

    @Test
    void isDoneAnewFromTheCopyAfterTheProcessDiedInBetween() throws Exception {
        upgradedTo(EARLIER);
        copied();
        upgradedTo(ONE_FURTHER);
        // What the next one would have done first; H2 has committed it.
        execute("alter table sessions add column half_way integer");

        try (Stores stores = TestStores.embedded(directory)) {
            stores.sessions().create(SessionCreation.of(session, ENGINE_KEY));
            assertThat(stores.sessions().find(session.id())).isPresent();
            assertThatThrownBy(() -> execute("select half_way from sessions")).isInstanceOf(SQLException.class);
        }
        assertThat(files()).noneMatch(name -> name.contains("upgrade") || name.contains("put-back"));
    }

    @Test
    void saysWhatWillBeDoneWhenTheTablesCanNotBeChangedAndLeavesThemAsTheyWere() throws Exception {
        upgradedTo(EARLIER);
        execute("alter table sessions add column label_name varchar");

        assertThatThrownBy(() -> TestStores.embedded(directory))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the next start tries again, from where it was before");

        assertThat(files()).contains("store.mv.db.before-upgrade.zip");
    }

    @Test
    void leavesNoCopyOfAnUpgradeThatWentWell() throws Exception {
        upgradedTo(EARLIER);

        TestStores.embedded(directory).close();

        assertThat(files()).noneMatch(name -> name.contains("upgrade"));
    }

    private void upgradedTo(String version) throws SQLException {
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(source())
                .locations("classpath:io/gpushopper/persistence/migration")
                .table("schema_history")
                .target(version)
                .load()
                .migrate();
    }

    private void copied() {
        new EmbeddedDatabase(directory.resolve("store")).upgradeCopy().make(source());
    }

    private void execute(String sql) throws SQLException {
        try (var connection = source().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private JdbcDataSource source() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:async:" + directory.resolve("store")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0");
        source.setUser("sa");
        source.setPassword("");
        return source;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }
}
