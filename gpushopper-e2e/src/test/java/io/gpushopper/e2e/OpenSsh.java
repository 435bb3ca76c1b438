package io.gpushopper.e2e;

import io.gpushopper.sdk.SshPrivateKey;
import io.gpushopper.sdk.wire.SessionJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** OpenSSH's own client, as a user runs it. */
final class OpenSsh {
    private OpenSsh() {}

    static boolean isInstalled() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "ssh")));
    }

    /** What the command prints on the instance. */
    static List<String> run(Path directory, SessionJson session, SshPrivateKey key, String command)
            throws IOException, InterruptedException {
        Path file = directory.resolve("key-" + session.id());
        key.writeTo(file);
        Process ssh = new ProcessBuilder(
                        "ssh",
                        "-i" + file,
                        "-p" + session.sshPort(),
                        "-oBatchMode=yes",
                        "-oIdentitiesOnly=yes",
                        "-oStrictHostKeyChecking=accept-new",
                        "-oUserKnownHostsFile=" + directory.resolve("known_hosts"),
                        session.sshUser() + "@" + session.sshHost(),
                        command)
                .redirectErrorStream(true)
                .start();
        String output = new String(ssh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = ssh.waitFor();
        if (exit != 0) {
            throw new AssertionError("ssh ended with " + exit + ": " + output);
        }
        return output.lines().toList();
    }
}
