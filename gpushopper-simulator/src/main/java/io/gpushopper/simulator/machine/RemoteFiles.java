package io.gpushopper.simulator.machine;

import io.gpushopper.simulator.machine.unix.UnixWorld;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import org.apache.sshd.common.file.FileSystemFactory;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.scp.common.helpers.DefaultScpFileOpener;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;

/** The machine's files for SFTP and SCP: relative paths begin at home, links cannot be made. */
final class RemoteFiles {

    private RemoteFiles() {}

    static FileSystemFactory fileSystem(UnixWorld world) {
        return new VirtualFileSystemFactory(world.files().root());
    }

    static SftpFileSystemAccessor sftp() {
        return new SftpFileSystemAccessor() {
            @Override
            public Path resolveLocalFilePath(SftpSubsystemProxy subsystem, Path root, String remotePath) {
                return absolute(root.getFileSystem(), subsystem.getSession(), remotePath);
            }

            @Override
            public void createLink(SftpSubsystemProxy subsystem, Path link, Path existing, boolean symbolic)
                    throws IOException {
                throw new IOException("This machine's disk has no links");
            }
        };
    }

    static DefaultScpFileOpener scp() {
        return new DefaultScpFileOpener() {
            @Override
            public Path resolveLocalPath(Session session, FileSystem fileSystem, String commandPath) {
                return absolute(fileSystem, session, commandPath);
            }
        };
    }

    private static Path absolute(FileSystem fileSystem, Session session, String path) {
        String fromHome = path.equals("~") || path.startsWith("~/") ? path.replaceFirst("^~/?", "") : path;
        String home = UnixWorld.home(session.getUsername());
        return fileSystem.getPath(home).resolve(fromHome).normalize();
    }
}
