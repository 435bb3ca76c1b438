package io.gpushopper.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.session.ProbeOutcome;
import io.gpushopper.domain.session.ProbeOutcome.HostKeyChanged;
import io.gpushopper.domain.session.ProbeOutcome.NotYet;
import io.gpushopper.domain.session.ProbeOutcome.Verified;
import io.gpushopper.domain.session.ProbeStage;
import io.gpushopper.domain.session.SshEndpoint;
import io.gpushopper.ports.KeyMaker;
import io.gpushopper.ports.ProbeRequest;
import io.gpushopper.ports.SshKeyPair;
import io.gpushopper.ports.SshProbe;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link SshProbe} does; extended by the tests of each. */
public abstract class SshProbeContract {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** The probe under test. */
    protected abstract SshProbe probe();

    /** Makes keys that the machines understand. */
    protected abstract KeyMaker keys();

    /** A fresh machine that is up and has these users, none of which lets anybody in yet. */
    protected abstract ProbedMachine machine(String... users);

    @Test
    void verifiesMachineThatLetsTheEngineInAndPutsTheConsumersKeyThere() throws InterruptedException {
        ProbedMachine machine = machine("root");
        SshKeyPair engine = keys().engineKey();
        SshKeyPair consumer = keys().consumerKey();
        machine.authorise("root", engine.publicKey());

        ProbeOutcome outcome = probe(engine, consumer, null, machine.endpoint("root"));

        assertThat(outcome).isInstanceOfSatisfying(Verified.class, verified -> {
            assertThat(verified.endpoint()).isEqualTo(machine.endpoint("root"));
            assertThat(verified.hostKey()).matches("SHA256:[A-Za-z0-9+/]{43}");
        });
        assertThat(machine.authorisedKeys("root"))
                .containsExactly(engine.publicKey().line(), consumer.publicKey().line());
    }

    @Test
    void addsTheConsumersKeyOnlyOnce() throws InterruptedException {
        ProbedMachine machine = machine("root");
        SshKeyPair engine = keys().engineKey();
        SshKeyPair consumer = keys().consumerKey();
        machine.authorise("root", engine.publicKey());

        probe(engine, consumer, null, machine.endpoint("root"));
        ProbeOutcome second = probe(engine, consumer, null, machine.endpoint("root"));

        assertThat(second).isInstanceOf(Verified.class);
        assertThat(machine.authorisedKeys("root")).hasSize(2);
    }

    @Test
    void saysConnectWhenNobodyAnswers() throws InterruptedException {
        ProbedMachine machine = machine("root");
        machine.stop();

        ProbeOutcome outcome = probe(keys().engineKey(), keys().consumerKey(), null, machine.endpoint("root"));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        NotYet.class, notYet -> assertThat(notYet.stage()).isEqualTo(ProbeStage.CONNECT));
    }

    @Test
    void saysLoginWhenTheEnginesKeyIsRefused() throws InterruptedException {
        ProbedMachine machine = machine("root");
        SshKeyPair engine = keys().engineKey();
        machine.authorise("root", keys().engineKey().publicKey());

        ProbeOutcome outcome = probe(engine, keys().consumerKey(), null, machine.endpoint("root"));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        NotYet.class, notYet -> assertThat(notYet.stage()).isEqualTo(ProbeStage.LOGIN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "user", "ubuntu"})
    void goesOnUntilOneUserLetsItIn(String willing) throws InterruptedException {
        ProbedMachine machine = machine("root", "user", "ubuntu");
        SshKeyPair engine = keys().engineKey();
        machine.authorise(willing, engine.publicKey());

        ProbeOutcome outcome = probe(
                engine,
                keys().consumerKey(),
                null,
                machine.endpoint("root"),
                machine.endpoint("user"),
                machine.endpoint("ubuntu"));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Verified.class,
                        verified -> assertThat(verified.endpoint()).isEqualTo(machine.endpoint(willing)));
    }

    @Test
    void goesOnToTheNextAddressWhenTheFirstIsDead() throws InterruptedException {
        ProbedMachine dead = machine("root");
        ProbedMachine alive = machine("root");
        SshKeyPair engine = keys().engineKey();
        alive.authorise("root", engine.publicKey());
        dead.stop();

        ProbeOutcome outcome = probe(engine, keys().consumerKey(), null, dead.endpoint("root"), alive.endpoint("root"));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Verified.class,
                        verified -> assertThat(verified.endpoint()).isEqualTo(alive.endpoint("root")));
    }

    @Test
    void saysTheFurthestStageOfAllCandidates() throws InterruptedException {
        ProbedMachine dead = machine("root");
        ProbedMachine unwilling = machine("root");
        dead.stop();

        ProbeOutcome outcome = probe(
                keys().engineKey(), keys().consumerKey(), null, unwilling.endpoint("root"), dead.endpoint("root"));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        NotYet.class, notYet -> assertThat(notYet.stage()).isEqualTo(ProbeStage.LOGIN));
    }

    @Test
    void acceptsThePinnedHostKeyAndNoOther() throws InterruptedException {
        ProbedMachine machine = machine("root");
        SshKeyPair engine = keys().engineKey();
        machine.authorise("root", engine.publicKey());
        SshKeyPair first = keys().consumerKey();
        Verified before = (Verified) probe(engine, first, null, machine.endpoint("root"));

        ProbeOutcome same = probe(engine, first, before.hostKey(), machine.endpoint("root"));
        machine.changeHostKey();
        List<String> untouched = machine.authorisedKeys("root");
        ProbeOutcome other = probe(engine, keys().consumerKey(), before.hostKey(), machine.endpoint("root"));

        assertThat(same).isEqualTo(before);
        assertThat(other).isInstanceOfSatisfying(HostKeyChanged.class, changed -> {
            assertThat(changed.endpoint()).isEqualTo(machine.endpoint("root"));
            assertThat(changed.seen()).startsWith("SHA256:").isNotEqualTo(before.hostKey());
        });
        assertThat(machine.authorisedKeys("root")).isEqualTo(untouched);
    }

    private ProbeOutcome probe(
            SshKeyPair engine, SshKeyPair consumer, @Nullable String pinnedHostKey, SshEndpoint... candidates) {
        return probe().probe(new ProbeRequest(
                List.of(candidates), engine.privateKey(), pinnedHostKey, consumer.publicKey(), TIMEOUT));
    }
}
