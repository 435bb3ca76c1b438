package io.gpushopper.cli;

import io.gpushopper.server.EndAllCommand;
import io.gpushopper.server.GpuShopperServer;
import io.gpushopper.server.RunningServer;
import io.gpushopper.server.ServerOptions;
import io.gpushopper.server.config.StartupException;
import io.gpushopper.simulator.Simulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program: one command a process. Confined to the thread that runs it. */
public final class GpuShopperMain {
    static final int DONE = 0;
    static final int CANNOT_RUN = 1;
    static final int MISUSED = 2;

    private static final Logger LOG = LoggerFactory.getLogger(GpuShopperMain.class);

    private static final Path HERE = Path.of("");
    /** As long as a provider takes to prove the end of many, and no process is waited for without end. */
    private static final Duration SESSIONS_END = Duration.ofMinutes(15);

    private static final String NO_OFFERS = "\nThe market shows no offers yet; the log says why.\n\n";

    private final Map<String, String> environment;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Closing closing;

    GpuShopperMain(Map<String, String> environment, InputStream in, PrintStream out, PrintStream err, Closing closing) {
        this.environment = Map.copyOf(environment);
        this.in = in;
        this.out = out;
        this.err = err;
        this.closing = closing;
    }

    /** Runs the command that the arguments name, until it is done or the process is told to end. */
    public static void main(String[] arguments) {
        Closing closing = new Closing();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(closing), "gpushopper-end"));
        int code =
                new GpuShopperMain(System.getenv(), System.in, System.out, System.err, closing).run(List.of(arguments));
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
            case SERVER -> server(line);
            case SIMULATOR -> simulator();
            case CLAIM -> ask(line, "claim", Map.of("deployment", line.requireWord()));
            case AUDIT -> ask(line, "audit", Map.of());
            case RECONCILE -> ask(line, "reconcile", reconciliation(line));
            case END_ALL -> endAll(line);
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

    private void server(CommandLine line) throws Exception {
        ServerOptions given = new ServerOptions(line.file(), environment, HERE);
        ServerOptions options = line.has(CommandLine.OBSERVE) ? given.with(Map.of("OBSERVE", "true")) : given;
        logged(options);
        RunningServer server = closing.open(
                () -> GpuShopperServer.start(options),
                made -> line.has(CommandLine.END_SESSIONS) ? () -> endedFirst(made) : made);
        show(server);
        untilTheEnd(server);
    }

    private static void endedFirst(AutoCloseable server) throws Exception {
        try (server) {
            ((RunningServer) server).endSessions(SESSIONS_END);
        }
    }

    /** Has a running server do something, and shows what it answers. */
    private void ask(CommandLine line, String task, Map<String, String> parameters) throws Exception {
        Map<String, String> variables = logged(new ServerOptions(null, environment, HERE));
        String address = line.find(CommandLine.ADMIN).orElse("");
        out.print(AdminPort.of(address, variables).ask(task, parameters));
    }

    private static Map<String, String> reconciliation(CommandLine line) {
        Map<String, String> parameters = new TreeMap<>();
        if (line.has(CommandLine.DRY_RUN)) {
            parameters.put("dry_run", "true");
        }
        line.find(CommandLine.BELIEVE_ABSENCE).ifPresent(provider -> parameters.put("believe_absence", provider));
        line.find(CommandLine.BELIEVE_ACCOUNT).ifPresent(provider -> parameters.put("believe_account", provider));
        line.find(CommandLine.KEEP_STRANGER).ifPresent(instance -> parameters.put("keep_stranger", instance));
        line.find(CommandLine.DESTROY_STRANGER).ifPresent(instance -> parameters.put("destroy_stranger", instance));
        return parameters;
    }

    private void endAll(CommandLine line) throws Exception {
        ServerOptions options = new ServerOptions(line.file(), environment, HERE);
        logged(options);
        String deployment = line.find(CommandLine.DEPLOYMENT).orElseThrow();
        EndAllCommand command = EndAllCommand.of(options, deployment);
        EndAllCommand.Standing found = command.list();
        found.lines().forEach(out::println);
        if (found.isEmpty()) {
            out.println("nothing carries a tag of deployment " + deployment);
        } else if (!line.has(CommandLine.DRY_RUN)) {
            confirmed(line, deployment);
            ended(command, deployment);
        }
    }

    private void confirmed(CommandLine line, String deployment) throws IOException {
        if (line.has(CommandLine.YES)) {
            return;
        }
        out.print("These are destroyed for good. Type the deployment's id to go on: ");
        out.flush();
        String typed = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        if (typed == null || !typed.strip().equals(deployment)) {
            throw new StartupException("nothing was destroyed: type the id, or say --yes");
        }
    }

    private void ended(EndAllCommand command, String deployment) throws InterruptedException {
        EndAllCommand.Standing left = command.end(told -> {
            out.println(told);
            out.flush();
        });
        if (!left.isEmpty()) {
            left.lines().forEach(out::println);
            throw new StartupException("the above is left of deployment " + deployment + ": run it again");
        }
        out.println("nothing is left of deployment " + deployment
                + "; what was being bought a moment ago may show up within 10 minutes, so look again then");
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
