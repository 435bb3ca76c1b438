package io.gpushopper.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.session.ProbeOutcome;
import io.gpushopper.domain.session.ProbeOutcome.HostKeyChanged;
import io.gpushopper.domain.session.ProbeOutcome.NotYet;
import io.gpushopper.domain.session.ProbeOutcome.Verified;
import io.gpushopper.domain.session.ProbeStage;
import io.gpushopper.domain.session.SshEndpoint;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.ports.KeyMaker;
import io.gpushopper.ports.ProbeRequest;
import io.gpushopper.ports.ReadingOutcome;
import io.gpushopper.ports.ReadingRequest;
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

    @Test
    void makesSureOfEveryKeyOfTheRequest() throws InterruptedException {
        ProbedMachine machine = machine("root");
        SshKeyPair engine = keys().engineKey();
        SshPublicKey first = keys().consumerKey().publicKey();
        SshPublicKey second = keys().engineKey().publicKey();
        machine.authorise("root", engine.publicKey());

        ProbeOutcome outcome = probe().probe(new ProbeRequest(
                List.of(machine.endpoint("root")), engine.privateKey(), null, List.of(first, second), TIMEOUT));

        assertThat(outcome).isInstanceOf(Verified.class);
        assertThat(machine.authorisedKeys("root"))
                .containsExactly(engine.publicKey().line(), first.line(), second.line());
    }

    @Test
    void readsTheFiguresOfMachineThatLetsTheEngineIn() throws InterruptedException {
        ProbedMachine machine = machine("root");
        SshKeyPair engine = keys().engineKey();
        machine.authorise("root", engine.publicKey());
        Verified before = (Verified) probe(engine, keys().consumerKey(), null, machine.endpoint("root"));
        List<String> untouched = machine.authorisedKeys("root");

        ReadingOutcome outcome = read(engine, before.hostKey(), machine.endpoint("root"));

        assertThat(outcome.loggedIn()).isTrue();
        assertThat(outcome).isInstanceOfSatisfying(ReadingOutcome.Read.class, read -> {
            assertThat(read.reading().load()).isNotNegative();
            assertThat(read.reading().uptime()).isNotNull();
            assertThat(read.reading().network()).isNotNull();
            assertThat(read.reading().disk())
                    .satisfies(disk -> assertThat(disk.totalKib()).isGreaterThan(disk.usedKib()));
        });
        assertThat(machine.authorisedKeys("root")).isEqualTo(untouched);
    }

    @Test
    void readsNothingWhereItIsRefusedOrTheHostKeyIsAnotherOrNobodyAnswers() throws InterruptedException {
        ProbedMachine machine = machine("root");
        SshKeyPair engine = keys().engineKey();
        machine.authorise("root", engine.publicKey());
        Verified before = (Verified) probe(engine, keys().consumerKey(), null, machine.endpoint("root"));

        ReadingOutcome refused = read(keys().engineKey(), before.hostKey(), machine.endpoint("root"));
        machine.changeHostKey();
        ReadingOutcome changed = read(engine, before.hostKey(), machine.endpoint("root"));
        machine.stop();
        ReadingOutcome silent = read(engine, before.hostKey(), machine.endpoint("root"));

        assertThat(List.of(refused, changed, silent)).noneMatch(ReadingOutcome::loggedIn);
        assertThat(stageOf(refused)).isEqualTo(ProbeStage.LOGIN);
        assertThat(((ReadingOutcome.Unread) changed).why()).isInstanceOf(HostKeyChanged.class);
        assertThat(stageOf(silent)).isEqualTo(ProbeStage.CONNECT);
    }

    private ReadingOutcome read(SshKeyPair engine, String pinnedHostKey, SshEndpoint endpoint) {
        return probe().read(new ReadingRequest(endpoint, engine.privateKey(), pinnedHostKey, TIMEOUT));
    }

    private static ProbeStage stageOf(ReadingOutcome outcome) {
        return ((NotYet) ((ReadingOutcome.Unread) outcome).why()).stage();
    }

    private ProbeOutcome probe(
            SshKeyPair engine, SshKeyPair consumer, @Nullable String pinnedHostKey, SshEndpoint... candidates) {
        return probe().probe(new ProbeRequest(
                List.of(candidates), engine.privateKey(), pinnedHostKey, List.of(consumer.publicKey()), TIMEOUT));
    }
}
