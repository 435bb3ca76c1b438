package io.gpushopper.persistence;

import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.testkit.SettableClock;
import java.nio.file.Path;
import java.util.Base64;

/** Opens stores as the tests need them: a settable clock, and few threads. */
final class TestStores {
    static final EncryptionKey KEY =
            EncryptionKey.ofBase64(Base64.getEncoder().encodeToString(new byte[EncryptionKey.LENGTH]));

    private TestStores() {}

    static StoreSettings settings() {
        return StoreSettings.defaults().withWorkers(2, 1).withClock(new SettableClock());
    }

    static StoreSettings postgresSettings() {
        return settings().withDeployment(new DeploymentId("testbed")).withEncryptionKey(KEY);
    }

    static Stores embedded(Path directory) {
        return Stores.embedded(directory.resolve("store"), settings());
    }

    static Stores postgres(String url) {
        return Stores.connect(url, "postgres", "postgres", postgresSettings());
    }
}
