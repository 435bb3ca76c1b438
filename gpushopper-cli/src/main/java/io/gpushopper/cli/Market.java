package io.gpushopper.cli;

import io.gpushopper.server.config.StartupException;
import io.gpushopper.simulator.Simulator;
import io.gpushopper.simulator.SimulatorSettings;
import io.gpushopper.simulator.market.TimingProfile;
import java.io.UncheckedIOException;
import java.util.Map;

/** Starts the simulator where {@code SIMULATOR_PORT} says. */
final class Market {
    private static final String VARIABLE = "SIMULATOR_PORT";
    private static final String DEFAULT = "8090";
    private static final int MAX_PORT = 65_535;
    // Vast.ai's part of them fits on one page of its search; each further page would take 6 s under its rate limit.
    private static final int OFFERS = 75;

    private Market() {}

    /** @throws StartupException when the port is none or is not to be had */
    static Simulator open(Map<String, String> variables) {
        int port = port(variables.getOrDefault(VARIABLE, "").strip());
        try {
            return Simulator.start(SimulatorSettings.builder(TimingProfile.DEMO)
                    .port(port)
                    .offers(OFFERS)
                    .build());
        } catch (UncheckedIOException refused) {
            throw new StartupException(
                    "port " + port + " on 127.0.0.1 can't be had: set " + VARIABLE
                            + " to a free port, or to 0 for any, or stop what uses it",
                    refused);
        }
    }

    private static int port(String text) {
        String digits = text.isEmpty() ? DEFAULT : text;
        if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > MAX_PORT) {
            throw new StartupException(
                    VARIABLE + " must be a port from 1 to 65535, or 0 for a free one, got \"" + text + "\"");
        }
        return Integer.parseInt(digits);
    }
}
