package io.gpushopper.adapters.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gpushopper.domain.session.ProbeOutcome.NotYet;
import io.gpushopper.domain.session.SshEndpoint;
import io.gpushopper.ports.ProbeRequest;
import io.gpushopper.ports.SshKeyPair;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SshAdaptersTest {
    @Test
    void probesAndMakesKeysUntilClosed() {
        SshAdapters adapters = SshAdapters.start(1, Thread::new);
        SshKeyPair engine = adapters.keyMaker().engineKey();

        adapters.close();
        adapters.close();

        assertThat(adapters.probe()
                        .probe(new ProbeRequest(
                                List.of(new SshEndpoint("127.0.0.1", 1, "root")),
                                engine.privateKey(),
                                null,
                                List.of(engine.publicKey()),
                                Duration.ofSeconds(5))))
                .isInstanceOf(NotYet.class);
        assertThatIllegalStateException().isThrownBy(() -> adapters.keyMaker().consumerKey());
    }
}
