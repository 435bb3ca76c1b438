package io.gpushopper.sdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files that only their owner can read. They are made empty with their rights, and filled afterwards. */
final class KeyFile {
    private KeyFile() {}

    static void create(Path file, String text) {
        try {
            Files.createFile(file, ownerOnly(file));
            fill(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("the key was not written to " + file, e);
        }
    }

    static void replace(Path file, String text) {
        try {
            Path next = Files.createTempFile(file.toAbsolutePath().getParent(), ".key", ".new", ownerOnly(file));
            fill(next, text);
            try {
                Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(next);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the key was not written to " + file, e);
        }
    }

    /** Writes into an empty file that we made, and takes it away again if that fails. */
    private static void fill(Path file, String text) throws IOException {
        try {
            if (!isPosix(file)) {
                narrow(file);
            }
            Files.writeString(file, text.endsWith("\n") ? text : text + "\n", StandardOpenOption.WRITE);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        if (!isPosix(file)) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        };
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** For Windows, whose ssh refuses a key that others may read. */
    private static void narrow(Path file) throws IOException {
        @Nullable AclFileAttributeView view = Files.getFileAttributeView(file, AclFileAttributeView.class);
        if (view == null) {
            return;
        }
        view.setAcl(List.of(AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(view.getOwner())
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .build()));
    }
}
