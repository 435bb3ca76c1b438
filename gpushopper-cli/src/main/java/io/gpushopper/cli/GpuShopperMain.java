package io.gpushopper.cli;

import io.gpushopper.server.GpuShopperServer;
import io.gpushopper.server.RunningServer;
import io.gpushopper.server.ServerOptions;
import io.gpushopper.server.config.StartupException;
import io.gpushopper.simulator.Simulator;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program: one command a process. Confined to the thread that runs it. */
public final class GpuShopperMain {
    static final int DONE = 0;
    static final int CANNOT_RUN = 1;
    static final int MISUSED = 2;

    private static final Logger LOG = LoggerFactory.getLogger(GpuShopperMain.class);

    private static final Path HERE = Path.of("");
    private static final String NO_OFFERS = "\nThe market shows no offers yet; the log says why.\n\n";

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private final Closing closing;

    GpuShopperMain(Map<String, String> environment, PrintStream out, PrintStream err, Closing closing) {
        this.environment = Map.copyOf(environment);
        this.out = out;
        this.err = err;
        this.closing = closing;
    }

    /** Runs the command that the arguments name, until it is done or the process is told to end. */
    public static void main(String[] arguments) {
        Closing closing = new Closing();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(closing), "gpushopper-end"));
        int code = new GpuShopperMain(System.getenv(), System.out, System.err, closing).run(List.of(arguments));
        System.exit(code);
    }

    private static void end(Closing closing) {
        closing.close();
        Logging.flush();
    }

    /**
     * Runs a command; an interrupt ends it like a signal.
     *
     * @return the process's exit code
     */
    int run(List<String> arguments) {
        try {
            carryOut(CommandLine.parse(arguments));
            return DONE;
        } catch (UsageException misused) {
            return refused(MISUSED, misused.getMessage() + "; gpushopper --help tells more");
        } catch (StartupException refusal) {
            LOG.debug("can't run", refusal);
            return refused(CANNOT_RUN, String.valueOf(refusal.getMessage()));
        } catch (InterruptedException ended) {
            return DONE;
        } catch (Exception bug) {
            LOG.debug("unexpected", bug);
            return closing.isEnding()
                    ? DONE
                    : refused(CANNOT_RUN, "unexpected: " + bug + "; LOG_LEVEL=DEBUG shows where");
        } finally {
            closing.close();
        }
    }

    private void carryOut(CommandLine line) throws Exception {
        switch (line.command()) {
            case DEMO -> demo();
            case SERVER -> server(line.file());
            case SIMULATOR -> simulator();
            case WARM_UP -> warmUp();
            case HELP -> out.print(resource("help.txt"));
            case VERSION -> out.println("gpushopper " + Version.text());
        }
        out.flush();
    }

    private void demo() throws Exception {
        Demo demo = startDemo();
        URI api = demo.server().uri();
        Optional<String> offer = CheapestOffer.await(api, closing);
        out.print(offer.map(id -> DemoGuide.text(api, demo.directory(), id)).orElse(NO_OFFERS));
        out.flush();
        untilTheEnd(demo.server());
    }

    private void server(@Nullable Path file) throws Exception {
        ServerOptions options = new ServerOptions(file, environment, HERE);
        logged(options);
        RunningServer server = closing.open(() -> GpuShopperServer.start(options));
        show(server);
        untilTheEnd(server);
    }

    private void simulator() throws Exception {
        Map<String, String> variables = logged(new ServerOptions(null, environment, HERE));
        Simulator simulator = closing.open(() -> Market.open(variables));
        out.print(MarketGuide.text(simulator));
        show(simulator);
        closing.awaitEnding();
    }

    private void warmUp() throws Exception {
        CheapestOffer.await(startDemo().server().uri(), closing);
    }

    private Demo startDemo() throws Exception {
        Map<String, String> variables = logged(new ServerOptions(null, environment, HERE));
        Demo demo = Demo.start(variables, closing);
        Logging.hush();
        show(demo.server());
        show(demo.simulator());
        return demo;
    }

    /** The variables that count, with the log set up as they say, and before that as the process's own say. */
    private Map<String, String> logged(ServerOptions options) {
        Logging.configure(environment);
        Map<String, String> variables = options.variables();
        Logging.configure(variables);
        return variables;
    }

    private void show(RunningServer server) {
        listens("server", server.uri().toString());
        listens("admin", server.adminUri().toString());
    }

    private void show(Simulator simulator) {
        listens("simulator", "http://127.0.0.1:" + simulator.port());
    }

    /** A line of the form that {@code --help} promises: programs read it too. */
    private void listens(String word, String url) {
        out.printf("%-10s %s%n", word, url);
        out.flush();
    }

    /** Waits for a signal, or for the server to find out that it is of no use. */
    private void untilTheEnd(RunningServer server) throws InterruptedException {
        CompletableFuture<StartupException> fatal = server.fatal().toCompletableFuture();
        CompletableFuture<Void> useless = fatal.thenRun(closing::announceEnd);
        closing.awaitEnding();
        if (useless.isDone() || fatal.isDone()) {
            throw fatal.join();
        }
    }

    private int refused(int code, String line) {
        err.println("gpushopper: " + line);
        err.flush();
        return code;
    }

    private static String resource(String name) {
        try (InputStream file = Objects.requireNonNull(GpuShopperMain.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
