package io.gpushopper.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SshPrivateKeyTest {
    private final SshPrivateKey key = SshPrivateKey.of(Samples.PEM);

    @TempDir
    Path directory;

    @Test
    void isWrittenForItsOwnerAlone() throws IOException {
        Path file = directory.resolve("key");

        key.writeTo(file);

        assertThat(file).hasContent(Samples.PEM);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void endsWithALineEndBecauseSshWantsOne() {
        SshPrivateKey.of("PEM").writeTo(directory.resolve("key"));

        assertThat(directory.resolve("key")).hasBinaryContent("PEM\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void overwritesNothingUnasked() throws IOException {
        Path file = Files.writeString(directory.resolve("key"), "precious");

        assertThatThrownBy(() -> key.writeTo(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("MIIEsecret");
        assertThat(file).hasContent("precious");
    }

    @Test
    void followsNoLinkThatSomebodyLaidOut() throws IOException {
        Path elsewhere = directory.resolve("elsewhere");
        Path file = Files.createSymbolicLink(directory.resolve("key"), elsewhere);

        assertThatThrownBy(() -> key.writeTo(file)).isInstanceOf(UncheckedIOException.class);
        assertThat(elsewhere).doesNotExist();
    }

    @Test
    void replacesAFileThatOthersCouldReadByOneThatTheyCannot() throws IOException {
        Path file = Files.writeString(directory.resolve("key"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        key.overwrite(file);

        assertThat(file).hasContent(Samples.PEM);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(directory).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void leavesNoPartBehindWhereItCannotBeWritten() throws IOException {
        Path occupied = Files.createDirectory(directory.resolve("occupied"));
        Files.writeString(occupied.resolve("file"), "");

        assertThatThrownBy(() -> key.overwrite(occupied)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> key.writeTo(directory.resolve("missing").resolve("key")))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(directory).isDirectoryNotContaining(other -> !other.equals(occupied));
    }

    @Test
    void isWrittenToAFileSystemWithoutRightsToo() throws IOException {
        URI archive = URI.create("jar:" + directory.resolve("keys.zip").toUri());
        try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            assertThat(zip.supportedFileAttributeViews()).doesNotContain("posix");

            key.writeTo(zip.getPath("/key"));
            key.overwrite(zip.getPath("/key"));

            assertThat(Files.readString(zip.getPath("/key"))).isEqualTo(Samples.PEM);
        }
    }

    @Test
    void isNotPrinted() {
        assertThat(key.toString()).isEqualTo("SshPrivateKey[redacted]");
    }
}
