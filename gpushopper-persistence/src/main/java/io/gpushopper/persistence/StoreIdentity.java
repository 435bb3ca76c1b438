package io.gpushopper.persistence;

import io.gpushopper.domain.deployment.IdentityEvidence;
import io.gpushopper.domain.deployment.Standing;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.ports.Deployment;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.Ownership;
import io.gpushopper.ports.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whose store this is, and whether it is the one and only (docs/no-orphans.md, Whose store it is). A new store
 * gets its id in three steps, each on the disk before the next: the row, the files beside it, the row's confirmation. A crash
 * in between leaves a row that is not confirmed, on which nothing was ever bought, and the next start goes on from there. A claim
 * takes two: the file, then the rows; a crash in between leaves them in disagreement, as before. Thread-safe.
 */
final class StoreIdentity implements Ownership {
    private static final Logger LOG = LoggerFactory.getLogger(StoreIdentity.class);

    private final Database database;
    private final StoreSettings settings;
    private final @Nullable BesideTheStore files;
    private final @Nullable EncryptionKey encryptionKey;
    private volatile Deployment deployment;

    private StoreIdentity(Database database, StoreSettings settings, @Nullable BesideTheStore files) {
        this.database = database;
        this.settings = settings;
        this.files = files;
        IdentityEvidence evidence = evidence();
        if (evidence.standing() == Standing.NEW) {
            begin(evidence);
            evidence = evidence();
        } else if (evidence.standing() == Standing.STORE_LOST && files != null) {
            // Nothing was encrypted yet in a store that is new.
            files.makeKey(settings);
        }
        encryptionKey = files == null ? settings.encryptionKey() : files.key(settings);
        deployment = found(evidence);
    }

    /** A store on PostgreSQL: id and key come from configuration, the same on every replica. */
    static StoreIdentity configured(Database database, StoreSettings settings) {
        if (settings.deployment() == null) {
            throw new StoreException(
                    "with PostgreSQL a deployment id is needed: set deployment.id (DEPLOYMENT_ID) to 3 to 12 of [a-z0-9],"
                            + " the same on every replica",
                    null);
        }
        return new StoreIdentity(database, settings, null);
    }

    /** An embedded store: id and key stand in files beside it, and a configured id equal to the store's counts as its file. */
    static StoreIdentity beside(Database database, StoreSettings settings, BesideTheStore files) {
        return new StoreIdentity(database, settings, files);
    }

    /** For its secrets; null when it is lost. */
    @Nullable
    EncryptionKey encryptionKey() {
        return encryptionKey;
    }

    @Override
    public Deployment deployment() {
        return deployment;
    }

    @Override
    public synchronized Deployment claim(DeploymentId id) {
        Set<DeploymentId> ours = evidence().claimed(id);
        if (files != null) {
            files.writeId(id);
        }
        database.write(Durability.SYNCED, handle -> {
            DeploymentRows.lock(handle, database.kind());
            DeploymentRows.makeCurrent(handle, ours, id, settings.clock().instant());
            return id;
        });
        deployment = found(evidence());
        LOG.warn("the store was claimed for deployment {}; tags of {} are ours", id, deployment.everUsed());
        return deployment;
    }

    private IdentityEvidence evidence() {
        return new IdentityEvidence(
                database.read(DeploymentRows::current)
                        .filter(DeploymentRows.Current::confirmed)
                        .map(DeploymentRows.Current::id)
                        .orElse(null),
                filed(),
                settings.deployment());
    }

    /** The file of a first start that was cut short belongs to the row that it wrote, and proves no loss. */
    private @Nullable DeploymentId filed() {
        Optional<DeploymentId> filed = files == null ? Optional.empty() : files.id();
        boolean begun = database.read(DeploymentRows::current)
                .filter(current -> !current.confirmed())
                .isPresent();
        return begun ? null : filed.orElse(null);
    }

    private void begin(IdentityEvidence evidence) {
        DeploymentId wanted =
                evidence.configured() == null ? DeploymentId.random(settings.random()) : evidence.configured();
        DeploymentId first = firstOf(wanted);
        if (files != null) {
            files.makeKey(settings);
            files.writeId(first);
        }
        database.write(Durability.SYNCED, handle -> {
            DeploymentRows.confirm(handle, first);
            return first;
        });
    }

    /** The store's id, this one if it has none yet; another process may be first. */
    private DeploymentId firstOf(DeploymentId id) {
        return database.write(Durability.SYNCED, handle -> {
            DeploymentRows.lock(handle, database.kind());
            return DeploymentRows.current(handle)
                    .map(DeploymentRows.Current::id)
                    .orElseGet(() -> {
                        DeploymentRows.insert(handle, id, settings.clock().instant());
                        return id;
                    });
        });
    }

    private Deployment found(IdentityEvidence evidence) {
        DeploymentId known = evidence.stored() == null ? evidence.filed() : evidence.stored();
        if (known == null) {
            throw new StoreException("the store has no deployment id, though it was just given one", null);
        }
        List<DeploymentId> everUsed = database.read(DeploymentRows::everUsed);
        return new Deployment(known, everUsed, dispute(evidence), lack());
    }

    private @Nullable String dispute(IdentityEvidence evidence) {
        String file = files == null ? "" : String.valueOf(files.idFile());
        String what = switch (evidence.standing()) {
            case NEW, AGREED -> null;
            case STORE_LOST ->
                "the file " + file + " names deployment " + evidence.filed()
                        + ", but the store is new: it was lost, or is another's";
            case FILE_MISSING ->
                "the store belongs to deployment " + evidence.stored() + ", but the file " + file
                        + " that says so is missing: the store is a copy, or was restored";
            case FILE_DIFFERS ->
                "the store belongs to deployment " + evidence.stored() + ", but the file " + file + " names "
                        + evidence.filed() + ": the store is a copy, or was restored";
            case CONFIGURED_OTHERWISE ->
                "the configured deployment id (DEPLOYMENT_ID) is " + evidence.configured()
                        + ", but this store belongs to deployment " + evidence.stored();
        };
        return what == null ? null : what + "; say which it is: gpushopper claim <id>";
    }

    private @Nullable String lack() {
        if (encryptionKey != null) {
            return null;
        }
        String where = files == null ? "" : "put the file " + files.keyFile() + " back, or ";
        return "the encryption key is missing: " + where + "set encryption.key (ENCRYPTION_KEY)";
    }
}
