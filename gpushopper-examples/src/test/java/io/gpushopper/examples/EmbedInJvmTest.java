package io.gpushopper.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.simulator.Simulator;
import io.gpushopper.simulator.SimulatorSettings;
import io.gpushopper.simulator.market.TimingProfile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbedInJvmTest {
    @TempDir
    private Path directory;

    @Test
    void rentsAndEndsWithTheLibraryInsideTheJvm() throws Exception {
        SimulatorSettings market = SimulatorSettings.builder(TimingProfile.DEMO)
                .offers(20)
                .boot(Duration.ofSeconds(1))
                .build();
        try (Simulator simulator = Simulator.start(market)) {
            Session ended =
                    EmbedInJvm.rentAndEnd(URI.create(simulator.vastAiUrl()), directory.resolve("sessions"), "a-key");

            assertThat(ended.status()).isEqualTo(SessionStatus.STOPPED);
            assertThat(ended.instance().orElseThrow().access().verifiedAt()).isNotNull();
        }
    }
}
