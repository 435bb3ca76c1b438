package io.gpushopper.cli;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program in this process, with an environment of its own and its output caught. */
final class Run implements AutoCloseable {
    private static final long PATIENCE_S = 30;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> code = new CompletableFuture<>();
    private final Closing closing = new Closing();

    private Run(Map<String, String> environment, InputStream in, List<String> arguments) {
        GpuShopperMain main = new GpuShopperMain(environment, in, stream(out), stream(err), closing);
        Thread thread = new Thread(() -> code.complete(main.run(arguments)), "run-" + arguments);
        thread.setDaemon(true);
        thread.start();
    }

    static Run of(Map<String, String> environment, String... arguments) {
        return new Run(environment, InputStream.nullInputStream(), List.of(arguments));
    }

    /** The same with somebody who types that. */
    static Run typing(String text, Map<String, String> environment, String... arguments) {
        return new Run(
                environment, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), List.of(arguments));
    }

    int code() throws Exception {
        return code.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** Waits until the output has this, and gives its first group. */
    String awaitOut(String regex) throws Exception {
        Pattern pattern = Pattern.compile(regex, Pattern.MULTILINE);
        for (long i = 0; i < PATIENCE_S * 50; i++) {
            Matcher matcher = pattern.matcher(out());
            if (matcher.find()) {
                return requireNonNull(matcher.group(1));
            }
            if (code.isDone()) {
                break;
            }
            closing.awaitEnding(Duration.ofMillis(20));
        }
        throw new AssertionError("no " + regex + " in: " + out() + err());
    }

    /** What a signal does. */
    void end() {
        closing.close();
    }

    @Override
    public void close() {
        end();
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
