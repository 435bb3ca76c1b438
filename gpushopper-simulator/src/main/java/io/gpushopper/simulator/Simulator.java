package io.gpushopper.simulator;

import io.gpushopper.simulator.control.ControlRoutes;
import io.gpushopper.simulator.control.Stocking;
import io.gpushopper.simulator.http.HttpAnswer;
import io.gpushopper.simulator.http.HttpCall;
import io.gpushopper.simulator.http.LoopbackServer;
import io.gpushopper.simulator.market.SimulatedProvider;
import io.gpushopper.simulator.market.World;
import io.gpushopper.simulator.tensordock.TensorDock;
import io.gpushopper.simulator.vastai.VastAi;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Vast.ai and TensorDock on one port of 127.0.0.1, with a control API beside them. Instances are real SSH servers on
 * further ports. Thread-safe.
 */
public final class Simulator implements AutoCloseable {

    private static final String VAST_AI = "/vastai";
    private static final String TENSORDOCK = "/tensordock";
    private static final String CONTROL = "/_sim/";

    private final World world;
    private final Ticker ticker;
    private final LoopbackServer server;
    private final RequestLines lines;

    private Simulator(World world, Ticker ticker, LoopbackServer server, RequestLines lines) {
        this.world = world;
        this.ticker = ticker;
        this.server = server;
        this.lines = lines;
    }

    /**
     * Starts a simulator.
     *
     * @param settings how it starts
     * @return the simulator, listening
     * @throws java.io.UncheckedIOException if its port can't be had
     */
    public static Simulator start(SimulatorSettings settings) {
        World world = new World(settings.time(), settings.live());
        SimulatedProvider vastAi = new VastAi(world, Simulator::sleep);
        SimulatedProvider tensorDock = new TensorDock(world, Simulator::sleep);
        List<SimulatedProvider> providers = List.of(vastAi, tensorDock);
        Stocking stocking = new Stocking(world, providers);
        world.update(() -> stocking.fill(settings.seed(), settings.offers()));
        ControlRoutes control = new ControlRoutes(world, providers, stocking);

        Map<String, Function<HttpCall, HttpAnswer>> sites = new TreeMap<>();
        RequestLines lines = new RequestLines();
        sites.put(VAST_AI + "/", call -> vastAi.answer(seen(lines, call).below(VAST_AI)));
        sites.put(TENSORDOCK + "/", call -> tensorDock.answer(seen(lines, call).below(TENSORDOCK)));
        sites.put(CONTROL, call -> control.answer(call.below(CONTROL)));
        try {
            LoopbackServer server = LoopbackServer.start(settings.port(), call -> route(sites, call));
            return new Simulator(world, Ticker.start(world, Simulator::sleep), server, lines);
        } catch (RuntimeException e) {
            world.close();
            throw e;
        }
    }

    /**
     * The port it listens on.
     *
     * @return the port
     */
    public int port() {
        return server.port();
    }

    /**
     * The root that {@code /api/v0/…} and {@code /api/v1/…} are appended to.
     *
     * @return a URL without a trailing slash
     */
    public String vastAiUrl() {
        return root() + VAST_AI;
    }

    /**
     * TensorDock's second API.
     *
     * @return a URL without a trailing slash
     */
    public String tensorDockUrl() {
        return root() + TENSORDOCK + "/api/v2";
    }

    /**
     * TensorDock's first API, which only knows the balance.
     *
     * @return a URL without a trailing slash
     */
    public String tensorDockBalanceUrl() {
        return root() + TENSORDOCK + "/api/v0";
    }

    /**
     * The control API.
     *
     * @return a URL without a trailing slash
     */
    public String controlUrl() {
        return root() + "/_sim";
    }

    /**
     * What the providers were asked last, as their access logs would show it: verb, path and query of each call, 10,000 at most.
     *
     * @return the oldest first
     */
    public List<String> requestLines() {
        return lines.all();
    }

    /** Stops listening and ends every machine. */
    @Override
    public void close() {
        ticker.close();
        server.close();
        world.close();
    }

    private String root() {
        return "http://127.0.0.1:" + server.port();
    }

    private static HttpCall seen(RequestLines lines, HttpCall call) {
        lines.add(call);
        return call;
    }

    private static HttpAnswer route(Map<String, Function<HttpCall, HttpAnswer>> sites, HttpCall call) {
        return sites.entrySet().stream()
                .filter(site -> call.path().startsWith(site.getKey()))
                .findFirst()
                .map(site -> site.getValue().apply(call))
                .orElseGet(() -> HttpAnswer.literal(404, "{\"error\":\"Not found\"}"));
    }

    private static void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration.toMillis());
    }
}
