package io.gpushopper.persistence;

import static io.gpushopper.testkit.SessionBuilder.ENGINE_KEY;
import static io.gpushopper.testkit.SessionBuilder.aSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.domain.deployment.ClaimRefusedException;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.Session;
import io.gpushopper.persistence.SessionSecrets.Kind;
import io.gpushopper.ports.Deployment;
import io.gpushopper.ports.SessionCreation;
import io.gpushopper.ports.SshPrivateKey;
import io.gpushopper.ports.StoreException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

final class StoresTest {
    @TempDir
    private Path directory;

    @Nested
    class Identity {
        @Test
        void makesAnIdAndAKeyForANewStoreThatOnlyTheirOwnerReads() throws IOException {
            try (Stores stores = TestStores.embedded(directory)) {
                Deployment deployment = stores.deployment();

                assertThat(deployment.mayCreate()).isTrue();
                assertThat(deployment.id().value()).hasSize(10);
                assertThat(deployment.everUsed()).containsExactly(deployment.id());
                assertThat(Files.readString(file("store.deployment")).strip())
                        .isEqualTo(deployment.id().value());
                for (String name : List.of("store.deployment", "store.key")) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(name))))
                            .isEqualTo("rw-------");
                }
            }
        }

        @Test
        void keepsItsIdOverRestarts() {
            Deployment first = openedAndClosed();

            assertThat(openedAndClosed()).isEqualTo(first);
        }

        @Test
        void takesTheConfiguredIdForANewStore() {
            StoreSettings configured = TestStores.settings().withDeployment(new DeploymentId("prod"));
            try (Stores stores = Stores.embedded(file("store"), configured)) {
                assertThat(stores.deployment().id()).isEqualTo(new DeploymentId("prod"));
                assertThat(stores.deployment().mayCreate()).isTrue();
            }
        }

        @Test
        void goesOnWhereAFirstStartWasCutShort() throws Exception {
            Deployment first;
            try (Stores stores = TestStores.embedded(directory)) {
                first = stores.deployment();
                TestTables.execute(file("store"), "update deployment_ids set confirmed = false");
            }
            Files.delete(file("store.deployment"));

            assertThat(openedAndClosed()).isEqualTo(first);
            assertThat(Files.readString(file("store.deployment")).strip())
                    .isEqualTo(first.id().value());
        }

        @Test
        void createsNothingInAStoreWithoutItsFile() throws IOException {
            Deployment first = openedAndClosed();
            Files.delete(file("store.deployment"));

            Deployment copy = openedAndClosed();

            assertThat(copy.id()).isEqualTo(first.id());
            assertThat(copy.refusal()).contains("store.deployment").contains("missing");
        }

        @Test
        void createsNothingInAStoreWithAnothersFile() throws IOException {
            openedAndClosed();
            Files.writeString(file("store.deployment"), "another");

            assertThat(openedAndClosed().refusal()).contains("names another");
        }

        @Test
        void createsNothingWhenOnlyTheFileIsLeft() throws IOException {
            Deployment first = openedAndClosed();
            Files.delete(file("store.mv.db"));

            Deployment lost = openedAndClosed();

            assertThat(lost.id()).isEqualTo(first.id());
            assertThat(lost.everUsed()).isEmpty();
            assertThat(lost.refusal()).contains("it was lost");
            assertThat(openedAndClosed()).isEqualTo(lost);
        }

        @Test
        void takesAConfiguredIdEqualToTheStoresForItsFile() throws IOException {
            Deployment first = openedAndClosed();
            Files.delete(file("store.deployment"));

            StoreSettings configured = TestStores.settings().withDeployment(first.id());
            try (Stores stores = Stores.embedded(file("store"), configured)) {
                assertThat(stores.deployment().mayCreate()).isTrue();
            }
        }

        @Test
        void createsNothingUnderAConfiguredIdThatIsNotTheStores() {
            Deployment first = openedAndClosed();

            StoreSettings configured = TestStores.settings().withDeployment(new DeploymentId("other"));
            try (Stores stores = Stores.embedded(file("store"), configured)) {
                assertThat(stores.deployment().id()).isEqualTo(first.id());
                assertThat(stores.deployment().refusal())
                        .contains("DEPLOYMENT_ID")
                        .contains("other");
            }
        }

        @Test
        void createsNothingWithoutItsEncryptionKeyButOpens() throws IOException {
            Session session = aSession().running().build();
            try (Stores stores = TestStores.embedded(directory)) {
                stores.sessions().create(SessionCreation.of(session, ENGINE_KEY));
            }
            Files.delete(file("store.key"));

            try (Stores stores = TestStores.embedded(directory)) {
                assertThat(stores.deployment().refusal()).contains("encryption key");
                assertThat(stores.sessions().find(session.id())).contains(session);
                assertThat(stores.sessions().engineKey(session.id())).isEmpty();
                Session another = aSession(2).build();
                assertThatThrownBy(() -> stores.sessions().create(SessionCreation.of(another, ENGINE_KEY)))
                        .isInstanceOf(StoreException.class);
            }
        }

        @Test
        void asksForItsIdOnPostgres() {
            String url = TestPostgres.newDatabase();

            assertThatThrownBy(() -> Stores.connect(
                            url, "postgres", "postgres", TestStores.settings().withEncryptionKey(TestStores.KEY)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("DEPLOYMENT_ID");
        }

        @Test
        void createsNothingWithoutItsEncryptionKeyOnPostgresButOpens() {
            StoreSettings keyless = TestStores.settings().withDeployment(new DeploymentId("prod"));
            try (Stores stores = Stores.connect(TestPostgres.newDatabase(), "postgres", "postgres", keyless)) {
                assertThat(stores.deployment().dispute()).isNull();
                assertThat(stores.deployment().refusal()).contains("ENCRYPTION_KEY");
            }
        }

        @Test
        void createsNothingOnPostgresUnderAnotherId() {
            String url = TestPostgres.newDatabase();
            try (Stores first = TestStores.postgres(url)) {
                assertThat(first.deployment().mayCreate()).isTrue();
            }

            StoreSettings other = TestStores.postgresSettings().withDeployment(new DeploymentId("other"));
            try (Stores stores = Stores.connect(url, "postgres", "postgres", other)) {
                assertThat(stores.deployment().id()).isEqualTo(new DeploymentId("testbed"));
                assertThat(stores.deployment().mayCreate()).isFalse();
            }
        }
    }

    @Nested
    class Claims {
        @Test
        void goesOnAsTheOneAndOnlyOnceItIsClaimed() throws IOException {
            Deployment first = openedAndClosed();
            Files.delete(file("store.deployment"));

            Deployment claimed = claimed(first.id());

            assertThat(claimed).isEqualTo(first);
            assertThat(openedAndClosed()).isEqualTo(first);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("store.deployment"))))
                    .isEqualTo("rw-------");
        }

        @Test
        void keepsTheIdThatItHadWhenTheFilesIsClaimed() throws IOException {
            Deployment first = openedAndClosed();
            Files.writeString(file("store.deployment"), "another");

            Deployment claimed = claimed(new DeploymentId("another"));

            assertThat(claimed.id()).isEqualTo(new DeploymentId("another"));
            assertThat(claimed.mayCreate()).isTrue();
            assertThat(claimed.everUsed()).containsExactlyInAnyOrder(first.id(), new DeploymentId("another"));
            assertThat(openedAndClosed()).isEqualTo(claimed);
        }

        @Test
        void takesBackWhatALostStoreHadWithAKeyThatWorks() throws IOException {
            Deployment first = openedAndClosed();
            Files.delete(file("store.mv.db"));
            Files.delete(file("store.key"));

            assertThat(claimed(first.id())).isEqualTo(first);
            Session session = aSession().running().build();
            try (Stores stores = TestStores.embedded(directory)) {
                stores.sessions().create(SessionCreation.of(session, ENGINE_KEY));
                assertThat(stores.sessions().engineKey(session.id())).isPresent();
            }
        }

        @Test
        void changesItsIdToTheConfiguredOneAndBack() {
            Deployment first = openedAndClosed();
            DeploymentId other = new DeploymentId("other");

            assertThat(claimed(other, TestStores.settings().withDeployment(other))
                            .everUsed())
                    .containsExactlyInAnyOrder(first.id(), other);

            assertThat(claimed(first.id(), TestStores.settings().withDeployment(first.id()))
                            .id())
                    .isEqualTo(first.id());
            assertThat(openedAndClosed().everUsed()).containsExactlyInAnyOrder(first.id(), other);
        }

        @Test
        void refusesWhatNothingSpeaksForAndChangesNothing() throws IOException {
            Deployment first = openedAndClosed();
            Files.delete(file("store.deployment"));

            assertThatThrownBy(() -> claimed(new DeploymentId("mistyped"))).isInstanceOf(ClaimRefusedException.class);

            assertThat(Files.exists(file("store.deployment"))).isFalse();
            Deployment still = openedAndClosed();
            assertThat(still.everUsed()).isEqualTo(first.everUsed());
            assertThat(still.dispute()).contains("gpushopper claim");
        }

        @Test
        void isClaimedOnEveryReplicaOnPostgres() {
            String url = TestPostgres.newDatabase();
            TestStores.postgres(url).close();
            DeploymentId other = new DeploymentId("other");
            StoreSettings renamed = TestStores.postgresSettings().withDeployment(other);

            try (Stores one = Stores.connect(url, "postgres", "postgres", renamed);
                    Stores two = Stores.connect(url, "postgres", "postgres", renamed)) {
                Deployment claimed = one.ownership().claim(other);

                assertThat(claimed.everUsed()).containsExactlyInAnyOrder(new DeploymentId("testbed"), other);
                assertThat(one.deployment().mayCreate()).isTrue();
                assertThat(two.ownership().claim(other)).isEqualTo(claimed);
            }
        }

        private Deployment claimed(DeploymentId id) {
            return claimed(id, TestStores.settings());
        }

        private Deployment claimed(DeploymentId id, StoreSettings settings) {
            try (Stores stores = Stores.embedded(file("store"), settings)) {
                assertThat(stores.deployment().mayCreate()).isFalse();
                return stores.ownership().claim(id);
            }
        }
    }

    @Nested
    class Secrets {
        @Test
        void keepsTheEnginesKeyAcrossRestartsAndNeverInTheClear() throws IOException {
            Session session = aSession().build();
            try (Stores stores = TestStores.embedded(directory)) {
                stores.sessions().create(SessionCreation.of(session, ENGINE_KEY));
            }

            assertThat(new String(Files.readAllBytes(file("store.mv.db")), StandardCharsets.ISO_8859_1))
                    .doesNotContain("BEGIN FIXTURE");
            try (Stores stores = TestStores.embedded(directory)) {
                assertThat(stores.sessions().engineKey(session.id()).map(SshPrivateKey::reveal))
                        .contains(ENGINE_KEY.reveal());
            }
        }

        @Test
        void readsNoSecretInAnotherSessionsRowOrColumn() {
            SessionSecrets secrets =
                    new SessionSecrets(TestStores.KEY, TestStores.settings().random());
            byte[] stored = secrets.encrypted(aSession(1).build().id(), Kind.SETUP, "secret");

            assertThat(secrets.decrypted(aSession(1).build().id(), Kind.SETUP, stored))
                    .contains("secret");
            assertThat(secrets.decrypted(aSession(2).build().id(), Kind.SETUP, stored))
                    .isEmpty();
            assertThat(secrets.decrypted(aSession(1).build().id(), Kind.ENGINE_KEY, stored))
                    .isEmpty();
        }

        @Test
        void encryptsNoTwoAlike() {
            SessionSecrets secrets =
                    new SessionSecrets(TestStores.KEY, TestStores.settings().random());

            assertThat(secrets.encrypted(aSession().build().id(), Kind.SETUP, "secret"))
                    .isNotEqualTo(secrets.encrypted(aSession().build().id(), Kind.SETUP, "secret"));
            assertThat(TestStores.KEY).hasToString("EncryptionKey[redacted]");
        }
    }

    @Nested
    class Opening {
        @Test
        void isHealthyOnceOpenAndNotOnceClosed() {
            Stores stores = TestStores.embedded(directory);
            assertThat(stores.answers()).isTrue();

            stores.close();
            stores.close();

            assertThat(stores.answers()).isFalse();
        }

        @Test
        void staysOpenWhenAThreadIsInterruptedInTheMiddleOfAWrite() throws InterruptedException {
            try (Stores stores = TestStores.embedded(directory)) {
                for (int number = 1; number <= 20; number++) {
                    Session session = aSession(number).running().build();
                    stores.sessions().create(SessionCreation.of(session, ENGINE_KEY));
                    CountDownLatch begun = new CountDownLatch(1);
                    Thread writer = new Thread(() -> takeUntilInterrupted(stores, session, begun));
                    writer.start();
                    begun.await();

                    writer.interrupt();
                    writer.join();

                    assertThat(stores.sessions().take(session.id())).isPresent();
                }
            }
        }

        private static void takeUntilInterrupted(Stores stores, Session session, CountDownLatch begun) {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    stores.sessions().take(session.id());
                    begun.countDown();
                }
            } catch (StoreException e) {
                // The interrupted write itself may fail.
                begun.countDown();
            }
        }

        @Test
        void runsOnTheCallersOwnPoolAndLeavesItOpen() throws SQLException {
            PGSimpleDataSource own = new PGSimpleDataSource();
            own.setUrl(TestPostgres.newDatabase());
            own.setUser("postgres");
            own.setPassword("postgres");
            Session session = aSession().build();

            try (Stores stores = Stores.on(own, TestStores.postgresSettings())) {
                stores.sessions().create(SessionCreation.of(session, ENGINE_KEY));
                assertThat(stores.sessions().find(session.id())).contains(session);
            }
            try (Connection connection = own.getConnection()) {
                assertThat(connection.isValid(1)).isTrue();
            }
        }

        @Test
        void saysThatTheCallersDatabaseIsNoPostgres() {
            JdbcDataSource h2 = new JdbcDataSource();
            h2.setURL("jdbc:h2:mem:");

            assertThatThrownBy(() -> Stores.on(h2, TestStores.postgresSettings()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("H2");
        }

        @Test
        void saysThatPostgresRefusedTheLogin() {
            String url = TestPostgres.newDatabase();

            assertThatThrownBy(() -> Stores.connect(url, "nobody", "wrong-secret", TestStores.postgresSettings()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("DATABASE_PASSWORD")
                    .hasMessageNotContaining("wrong-secret");
        }

        @Test
        void saysThatPostgresHasNoSuchDatabase() {
            String url = TestPostgres.newDatabase().replace("/test", "/no-such-test");

            assertThatThrownBy(() -> TestStores.postgres(url))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("no such database")
                    .hasMessageContaining("DATABASE_URL");
        }

        @Test
        void makesTheDirectoriesThatAreMissing() {
            try (Stores stores = Stores.embedded(directory.resolve("a/b/store"), TestStores.settings())) {
                assertThat(stores.answers()).isTrue();
            }
        }

        @Test
        void saysThatThePathIsADirectory() {
            assertRefused(directory, "DATABASE_PATH", "directory");
        }

        @Test
        void saysThatThePathCannotBeWritten() throws IOException {
            Path file = Files.writeString(file("plain"), "");

            assertRefused(file.resolve("store"), "DATABASE_PATH", "can't be made");
        }

        @Test
        void saysThatTheFileIsDamaged() throws IOException {
            Files.writeString(file("store.mv.db"), "no database at all".repeat(1000));

            assertRefused(file("store"), "DATABASE_PATH", "damaged");
        }

        @Test
        void saysThatTheFileIsDamagedWhenItIsCutShort() throws IOException {
            Files.writeString(file("store.mv.db"), "x");

            assertRefused(file("store"), "DATABASE_PATH", "damaged");
            assertThat(file("store.trace.db")).doesNotExist();
        }

        @Test
        void saysThatPostgresIsNotThere() throws IOException {
            int port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            String url = "jdbc:postgresql://localhost:" + port + "/x?password=hidden-secret";

            assertThatThrownBy(() -> Stores.connect(url, "u", "hidden-secret", TestStores.postgresSettings()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("DATABASE_URL")
                    .hasMessageNotContaining("hidden-secret");
        }

        @Test
        void saysThatTheAddressIsNone() {
            assertThatThrownBy(() ->
                            Stores.connect("mysql://u:hidden-secret@h", null, null, TestStores.postgresSettings()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("DATABASE_URL")
                    .hasMessageNotContaining("hidden-secret");
        }

        @Test
        void refusesAPostgresThatAcknowledgesBeforeItIsOnTheDisk() {
            String url = TestPostgres.newDatabase() + "?options=-c%20synchronous_commit=off";

            assertThatThrownBy(() -> TestStores.postgres(url))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("synchronous_commit = on");
        }

        private void assertRefused(Path path, String... words) {
            assertThatThrownBy(() -> Stores.embedded(path, TestStores.settings()))
                    .isInstanceOf(StoreException.class)
                    .message()
                    .contains(words)
                    .doesNotContain("\n");
        }
    }

    @Test
    void keepsMoneyExactlyAndTimesToTheMicrosecondInItsColumns() throws SQLException {
        String url = TestPostgres.newDatabase();
        try (Stores stores = TestStores.postgres(url);
                Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            assertThat(stores.answers()).isTrue();
            try (ResultSet type = statement.executeQuery(
                    "select numeric_precision || ',' || numeric_scale from information_schema.columns"
                            + " where table_name = 'ledger_intervals' and column_name = 'rate_per_hour'")) {
                assertThat(type.next()).isTrue();
                assertThat(type.getString(1)).isEqualTo("18,6");
            }
        }
    }

    private Deployment openedAndClosed() {
        try (Stores stores = TestStores.embedded(directory)) {
            return stores.deployment();
        }
    }

    private Path file(String name) {
        return directory.resolve(name);
    }
}
