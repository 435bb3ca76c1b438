package io.gpushopper.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.session.ProbeOutcome.NotYet;
import io.gpushopper.domain.session.ProbeStage;
import io.gpushopper.ports.KeyMaker;
import io.gpushopper.ports.ProbeRequest;
import io.gpushopper.ports.SshProbe;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FakeSshProbeTest extends SshProbeContract {
    private final FakeKeyMaker keys = new FakeKeyMaker();
    private final FakeSshProbe probe = new FakeSshProbe();
    private int machines;

    @Override
    protected SshProbe probe() {
        return probe;
    }

    @Override
    protected KeyMaker keys() {
        return keys;
    }

    @Override
    protected ProbedMachine machine(String... users) {
        return probe.boot("192.0.2.1", 1_000 + machines++);
    }

    @ParameterizedTest
    @EnumSource(
            value = ProbeStage.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"READING", "SERVICE"})
    void failsAtTheStageItIsTold(ProbeStage stage) {
        FakeMachine machine = probe.boot("192.0.2.2", 22);
        machine.letEveryoneIn();
        machine.failAt(stage);

        assertThat(probe.probe(new ProbeRequest(
                        List.of(machine.endpoint("root")),
                        keys.engineKey().privateKey(),
                        null,
                        List.of(keys.consumerKey().publicKey()),
                        Duration.ofSeconds(1))))
                .isInstanceOfSatisfying(
                        NotYet.class, notYet -> assertThat(notYet.stage()).isEqualTo(stage));
    }
}
