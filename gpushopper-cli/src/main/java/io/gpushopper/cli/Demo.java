package io.gpushopper.cli;

import io.gpushopper.server.GpuShopperServer;
import io.gpushopper.server.RunningServer;
import io.gpushopper.server.ServerOptions;
import io.gpushopper.simulator.Simulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Simulator and server in this process, on a database that is made for them and goes away with them. Immutable.
 *
 * @param directory where the database lies, and what the user of the demo may put beside it
 */
record Demo(Simulator simulator, RunningServer server, Path directory) {
    /** What the demo leaves to the environment; anything else might reach a real account or a real database. */
    private static final Set<String> TAKEN_OVER =
            Set.of("SERVER_HOST", "SERVER_PORT", "ADMIN_PORT", "LOG_LEVEL", "LOG_FORMAT");
    // Together well under the 5 s in which a demo is to end. Nothing that it leaves undone outlives the process or the
    // directory.
    private static final Duration SERVER_END = Duration.ofMillis(2_900);
    private static final Duration SIMULATOR_END = Duration.ofMillis(1_500);
    /** The simulator takes any. */
    private static final String CREDENTIAL = "demo";

    /**
     * Starts both.
     *
     * @param closing what ends them
     * @throws io.gpushopper.server.config.StartupException when a port is wrong or not to be had
     * @throws InterruptedException when the process is told to end
     */
    static Demo start(Map<String, String> variables, Closing closing) throws Exception {
        Path directory =
                closing.open(() -> PrivateDirectory.make("gpushopper-demo-")).path();
        Simulator simulator = closing.open(() -> Market.open(variables), made -> new Within(SIMULATOR_END, made));
        ServerOptions options = new ServerOptions(null, settings(variables, simulator, directory), directory);
        RunningServer server =
                closing.open(() -> GpuShopperServer.start(options), made -> new Within(SERVER_END, made));
        return new Demo(simulator, server, directory);
    }

    private static Map<String, String> settings(Map<String, String> variables, Simulator simulator, Path directory) {
        Map<String, String> settings = new HashMap<>(variables);
        settings.keySet().retainAll(TAKEN_OVER);
        settings.put("DATABASE_PATH", directory.resolve("gpushopper").toString());
        settings.put("VASTAI_API_KEY", CREDENTIAL);
        settings.put("VASTAI_API_URL", simulator.vastAiUrl());
        settings.put("TENSORDOCK_AUTH_ID", CREDENTIAL);
        settings.put("TENSORDOCK_API_TOKEN", CREDENTIAL);
        settings.put("TENSORDOCK_API_URL", simulator.tensorDockUrl());
        settings.put("TENSORDOCK_BALANCE_URL", simulator.tensorDockBalanceUrl());
        return settings;
    }
}
