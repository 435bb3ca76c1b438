package io.gpushopper.e2e;

import io.gpushopper.sdk.GpuShopperClient;
import io.gpushopper.sdk.errors.GpuShopperException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged program as a process of its own. Closing kills it, in whatever state it is. */
final class ServerProcess implements AutoCloseable {
    private static final Path JAR = Path.of("..", "gpushopper-cli", "target", "gpushopper.jar")
            .toAbsolutePath()
            .normalize();
    private static final Pattern ADDRESS = Pattern.compile("^server +(http://\\S+)$", Pattern.MULTILINE);

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts {@code gpushopper server}.
     *
     * @param directory where it runs and leaves its output
     * @param environment all its variables; it inherits none
     */
    static ServerProcess start(Path directory, Map<String, String> environment, String... arguments) {
        List<String> words = new ArrayList<>(List.of("server"));
        words.addAll(List.of(arguments));
        return run(directory, environment, words);
    }

    /** Starts any command of the program. */
    static ServerProcess run(Path directory, Map<String, String> environment, List<String> words) {
        if (!Files.isRegularFile(JAR)) {
            throw new IllegalStateException(JAR + " is missing: build it with ./mvnw verify");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(SharedClasses.flags(JAR));
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(words);
        try {
            Path log = Files.createTempFile(directory, "server-", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            return new ServerProcess(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens, once it says so. */
    String url() {
        return Await.found("the server says where it listens", () -> {
            Matcher matcher = ADDRESS.matcher(output());
            if (matcher.find()) {
                return Optional.of(matcher.group(1));
            }
            requireAlive();
            return Optional.empty();
        });
    }

    void awaitReady() {
        GpuShopperClient client = Described.client(url()).build();
        Await.until("the server is ready", () -> {
            requireAlive();
            try {
                return client.ready().ready();
            } catch (GpuShopperException notYet) {
                return false;
            }
        });
    }

    /** SIGKILL: no shutdown hook runs, nothing is flushed. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGSTOP: it stands still, with its connections open, until {@link #resume}. */
    void pause() {
        signal("STOP");
    }

    /** SIGCONT: it goes on where it stood, and knows of nothing that happened meanwhile. */
    void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** SIGTERM, as an operator ends it. */
    void stop() {
        process.destroy();
        awaitEnd();
    }

    int awaitEnd() {
        try {
            if (!process.waitFor(90, TimeUnit.SECONDS)) {
                throw new AssertionError("the server does not end:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** All it has written so far, to either stream. */
    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private void requireAlive() {
        if (!process.isAlive()) {
            throw new AssertionError("the server ended with " + process.exitValue() + ":\n" + output());
        }
    }
}
