package io.gpushopper.persistence;

import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.ports.StoreException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The two files beside an embedded store: whose it is, and the key to its secrets. */
record BesideTheStore(PrivateFile ids, PrivateFile keys) {
    Path idFile() {
        return ids.path();
    }

    Path keyFile() {
        return keys.path();
    }

    /**
     * The id in the file; empty when there is no file.
     *
     * @throws StoreException when something else stands in it
     */
    Optional<DeploymentId> id() {
        return ids.read().map(this::parsed);
    }

    void writeId(DeploymentId id) {
        ids.write(id.value());
    }

    /** The configured key, else the one in the file; null when it is lost. */
    @Nullable
    EncryptionKey key(StoreSettings settings) {
        if (settings.encryptionKey() != null) {
            return settings.encryptionKey();
        }
        try {
            return keys.read().map(EncryptionKey::ofBase64).orElse(null);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Makes a key unless there is one; only for a store that has encrypted nothing. */
    void makeKey(StoreSettings settings) {
        if (settings.encryptionKey() == null && keys.read().isEmpty()) {
            byte[] bytes = new byte[EncryptionKey.LENGTH];
            settings.random().nextBytes(bytes);
            keys.write(EncryptionKey.of(bytes).base64());
        }
    }

    private DeploymentId parsed(String text) {
        try {
            return new DeploymentId(text);
        } catch (IllegalArgumentException e) {
            throw new StoreException(
                    "the file " + ids.path() + " holds no deployment id: 3 to 12 of [a-z0-9], without a dash", e);
        }
    }
}
