package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gpushopper.server.config.StartupException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StartupTest {
    private final FakeParts parts = new FakeParts();

    @Test
    void namesThePortThatIsInUseAndLeavesNothingRunning() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());

            assertThat(refusal("SERVER_PORT", port))
                    .isEqualTo("port " + port + " on 127.0.0.1 is in use: set SERVER_PORT"
                            + " (server.applicationConnectors) to a free port, or to 0 for any, or stop what uses it");
            assertThat(refusal("ADMIN_PORT", port)).startsWith("port " + port).contains("set ADMIN_PORT");
            assertThat(parts.closed).hasValue(2);
        }
    }

    @Test
    void namesAnAddressThatIsNotOfThisMachine() {
        assertThat(refusal("SERVER_HOST", "192.0.2.1")).contains("set SERVER_HOST to an address of this machine");
    }

    @Test
    void closesEverythingWithTheServerAndFreesItsPorts() {
        Api api = Api.on(parts);
        int port = api.server.uri().getPort();

        api.close();
        api.close();

        assertThat(parts.closed).hasValue(1);
        try (RunningServer again = start(Map.of("SERVER_PORT", String.valueOf(port)))) {
            assertThat(again.uri().getPort()).isEqualTo(port);
        }
    }

    private String refusal(String variable, String value) {
        return catchThrowableOfType(
                        StartupException.class,
                        () -> start(Map.of(variable, value)).close())
                .getMessage();
    }

    private RunningServer start(Map<String, String> variables) {
        Map<String, String> environment =
                new HashMap<>(Map.of("SERVER_PORT", "0", "ADMIN_PORT", "0", "LOG_LEVEL", "WARN"));
        environment.putAll(variables);
        return GpuShopperServer.start(
                new ServerOptions(null, environment, Path.of("no-such-directory")), parts, parts.clock);
    }
}
