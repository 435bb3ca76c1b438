package io.gpushopper.cli;

import io.gpushopper.simulator.Simulator;

/** How to point a server at a simulator: lines for a shell or an {@code .env} file. */
final class MarketGuide {
    private MarketGuide() {}

    static String text(Simulator simulator) {
        return """
                VASTAI_API_URL=%s
                TENSORDOCK_API_URL=%s
                TENSORDOCK_BALANCE_URL=%s
                Any VASTAI_API_KEY, TENSORDOCK_AUTH_ID and TENSORDOCK_API_TOKEN will do; control API at %s
                """.formatted(
                        simulator.vastAiUrl(),
                        simulator.tensorDockUrl(),
                        simulator.tensorDockBalanceUrl(),
                        simulator.controlUrl());
    }
}
