package io.gpushopper.persistence;

import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.ports.Deployment;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.StoreException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whose store this is, and whether it is the one and only (docs/no-orphans.md, Whose store it is). A new store
 * gets its id in three steps, each on the disk before the next: the row, the files beside it, the row's confirmation. A crash
 * in between leaves a row that is not confirmed, on which nothing was ever bought, and the next start goes on from there.
 *
 * @param deployment whose it is
 * @param encryptionKey for its secrets; null when it is lost
 */
record StoreIdentity(Deployment deployment, @Nullable EncryptionKey encryptionKey) {
    /** A store on PostgreSQL: id and key come from configuration, the same on every replica. */
    static StoreIdentity configured(Database database, StoreSettings settings) {
        DeploymentId id = settings.deployment();
        EncryptionKey key = settings.encryptionKey();
        if (id == null) {
            throw new StoreException(
                    "with PostgreSQL a deployment id is needed: set deployment.id (DEPLOYMENT_ID) to 3 to 12 of [a-z0-9],"
                            + " the same on every replica",
                    null);
        }
        if (key == null) {
            throw new StoreException(
                    "with PostgreSQL an encryption key is needed: set encryption.key (ENCRYPTION_KEY) to 32 random bytes"
                            + " in base64, the same on every replica",
                    null);
        }
        DeploymentRows.Current current = firstOf(database, settings, id);
        confirm(database, current.id());
        return new StoreIdentity(
                new Deployment(current.id(), everUsed(database), otherThanConfigured(current.id(), id)), key);
    }

    /** An embedded store: id and key stand in files beside it, and a configured id equal to the store's counts as its file. */
    static StoreIdentity beside(Database database, StoreSettings settings, PrivateFile idFile, PrivateFile keyFile) {
        Optional<DeploymentRows.Current> known = database.read(DeploymentRows::current);
        Optional<DeploymentId> filed = idFile.read().map(text -> parsed(idFile, text));
        if (known.isEmpty() && filed.isPresent()) {
            String lost = "the file " + idFile.path() + " names deployment " + filed.get()
                    + ", but the store is new: it was lost, or is another's";
            return new StoreIdentity(new Deployment(filed.get(), List.of(), lost), key(settings, keyFile));
        }
        if (known.isPresent() && known.get().confirmed()) {
            return opened(database, settings, known.get().id(), filed, idFile, keyFile);
        }
        DeploymentId wanted =
                settings.deployment() == null ? DeploymentId.random(settings.random()) : settings.deployment();
        DeploymentId id = known.map(DeploymentRows.Current::id).orElse(wanted);
        return begun(database, settings, id, idFile, keyFile);
    }

    private static StoreIdentity begun(
            Database database, StoreSettings settings, DeploymentId id, PrivateFile idFile, PrivateFile keyFile) {
        DeploymentId first = firstOf(database, settings, id).id();
        if (settings.encryptionKey() == null && keyFile.read().isEmpty()) {
            byte[] bytes = new byte[EncryptionKey.LENGTH];
            settings.random().nextBytes(bytes);
            keyFile.write(EncryptionKey.of(bytes).base64());
        }
        idFile.write(first.value());
        confirm(database, first);
        return opened(database, settings, first, Optional.of(first), idFile, keyFile);
    }

    private static StoreIdentity opened(
            Database database,
            StoreSettings settings,
            DeploymentId id,
            Optional<DeploymentId> filed,
            PrivateFile idFile,
            PrivateFile keyFile) {
        EncryptionKey key = key(settings, keyFile);
        DeploymentId configured = settings.deployment();
        String refusal = configured != null ? otherThanConfigured(id, configured) : otherThanFiled(id, filed, idFile);
        if (refusal == null && key == null) {
            refusal = "the encryption key is missing: put the file " + keyFile.path()
                    + " back, or set encryption.key (ENCRYPTION_KEY)";
        }
        return new StoreIdentity(new Deployment(id, everUsed(database), refusal), key);
    }

    private static @Nullable String otherThanConfigured(DeploymentId id, DeploymentId configured) {
        return configured.equals(id)
                ? null
                : "the configured deployment id (DEPLOYMENT_ID) is " + configured
                        + ", but this store belongs to deployment " + id;
    }

    private static @Nullable String otherThanFiled(DeploymentId id, Optional<DeploymentId> filed, PrivateFile idFile) {
        if (filed.isEmpty()) {
            return "the store belongs to deployment " + id + ", but the file " + idFile.path()
                    + " that says so is missing: the store is a copy, or was restored";
        }
        return filed.get().equals(id)
                ? null
                : "the store belongs to deployment " + id + ", but the file " + idFile.path() + " names " + filed.get()
                        + ": the store is a copy, or was restored";
    }

    private static @Nullable EncryptionKey key(StoreSettings settings, PrivateFile keyFile) {
        if (settings.encryptionKey() != null) {
            return settings.encryptionKey();
        }
        try {
            return keyFile.read().map(EncryptionKey::ofBase64).orElse(null);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static DeploymentId parsed(PrivateFile file, String text) {
        try {
            return new DeploymentId(text);
        } catch (IllegalArgumentException e) {
            throw new StoreException("the file " + file.path() + " holds no deployment id", e);
        }
    }

    /** The store's id, this one if it has none yet; another process may be first. */
    private static DeploymentRows.Current firstOf(Database database, StoreSettings settings, DeploymentId id) {
        return database.write(Durability.SYNCED, handle -> {
            DeploymentRows.lock(handle, database.kind());
            return DeploymentRows.current(handle).orElseGet(() -> {
                DeploymentRows.insert(handle, id, settings.clock().instant());
                return new DeploymentRows.Current(id, false);
            });
        });
    }

    private static void confirm(Database database, DeploymentId id) {
        database.write(Durability.SYNCED, handle -> {
            DeploymentRows.confirm(handle, id);
            return id;
        });
    }

    private static List<DeploymentId> everUsed(Database database) {
        return database.read(DeploymentRows::everUsed);
    }
}
