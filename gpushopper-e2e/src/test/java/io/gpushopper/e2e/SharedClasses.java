package io.gpushopper.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Class data sharing for the many starts of the server: made by its first use, from one start that is not tested. */
final class SharedClasses {
    private static final Path ARCHIVE = Path.of("target", "server.jsa").toAbsolutePath();

    private SharedClasses() {}

    static synchronized List<String> flags(Path jar) {
        try {
            if (isStale(jar)) {
                record(jar);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Files.exists(ARCHIVE) ? List.of("-XX:SharedArchiveFile=" + ARCHIVE, "-Xshare:auto") : List.of();
    }

    private static boolean isStale(Path jar) throws IOException {
        return !Files.exists(ARCHIVE)
                || Files.getLastModifiedTime(ARCHIVE).compareTo(Files.getLastModifiedTime(jar)) < 0;
    }

    private static void record(Path jar) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:ArchiveClassesAtExit=" + ARCHIVE,
                        "-jar",
                        jar.toString(),
                        "warm-up")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().put("SERVER_PORT", "0");
        builder.environment().put("ADMIN_PORT", "0");
        builder.environment().put("SIMULATOR_PORT", "0");
        Process process = builder.start();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
