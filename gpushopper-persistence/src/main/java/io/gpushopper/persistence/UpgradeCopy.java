package io.gpushopper.persistence;

import io.gpushopper.ports.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded database as it was before its tables are brought to this version's form. H2 commits each statement of that, so that a
 * process that dies in between leaves tables of no version; the next start puts the copy back and begins anew. Confined to the start.
 */
final class UpgradeCopy {
    private static final Logger LOG = LoggerFactory.getLogger(UpgradeCopy.class);

    private final Path database;
    private final Path copy;

    /**
     * @param database the file that H2 writes
     */
    UpgradeCopy(Path database) {
        this.database = database;
        this.copy = database.resolveSibling(database.getFileName() + ".before-upgrade.zip");
    }

    /** Whether an upgrade left it behind when it broke off. */
    boolean isThere() {
        return Files.exists(copy);
    }

    /** Puts it back; the database is not open. */
    void putBack() {
        Path whole = database.resolveSibling(database.getFileName() + ".put-back");
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(copy))) {
            ZipEntry entry = zip.getNextEntry();
            if (entry == null) {
                throw new IOException("it is empty");
            }
            written(zip, whole);
            Files.move(whole, database, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.delete(copy);
        } catch (IOException e) {
            throw new StoreException(
                    "an upgrade of the store broke off, and " + copy
                            + ", the store before it, can't be put back: unpack" + " it over " + database
                            + ", remove it, and start again",
                    e);
        }
        LOG.warn("an upgrade of the store broke off; the store is as it was before, and the upgrade begins anew");
    }

    /** Copies the database, which is open; the copy is whole, or isn't there. */
    void make(DataSource source) {
        Path part = copy.resolveSibling(copy.getFileName() + ".part");
        try (Connection connection = source.getConnection();
                PreparedStatement backup = connection.prepareStatement("backup to ?")) {
            Files.deleteIfExists(part);
            backup.setString(1, part.toString());
            backup.execute();
            readableByOwnerAlone(part);
            synced(part);
            Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
        } catch (SQLException | IOException e) {
            throw new StoreException(
                    "the store can't be copied before its tables are brought to this version's form: " + copy
                            + " must be writable, with room for the database",
                    e);
        }
    }

    /** The upgrade is done. */
    void discard() {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            throw new StoreException("the upgrade is done, but " + copy + " can't be removed: remove it", e);
        }
    }

    private static void written(InputStream from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        synced(to);
    }

    private static void synced(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void readableByOwnerAlone(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }
}
