package io.gpushopper.adapters.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gpushopper.domain.session.ProbeOutcome;
import io.gpushopper.domain.session.ProbeOutcome.NotYet;
import io.gpushopper.domain.session.ProbeOutcome.Verified;
import io.gpushopper.domain.session.ProbeStage;
import io.gpushopper.domain.session.SshEndpoint;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.ports.KeyMaker;
import io.gpushopper.ports.ProbeRequest;
import io.gpushopper.ports.SshKeyPair;
import io.gpushopper.ports.SshPrivateKey;
import io.gpushopper.ports.SshProbe;
import io.gpushopper.testkit.ProbedMachine;
import io.gpushopper.testkit.SshProbeContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The probe against servers whose shell is the real one, and against servers that are none. */
final class SshjProbeTest extends SshProbeContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(2);

    @TempDir
    private Path homes;

    private final List<Thread> threads = new ArrayList<>();
    private final SshjProbe probe = new SshjProbe(remembering(threads));
    private final KeyMaker keys = new TestKeys();
    private final List<ShellMachine> machines = new ArrayList<>();
    private final List<ServerSocket> listeners = new ArrayList<>();

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
        return shellMachine(users);
    }

    @AfterEach
    void leaveNothingBehind() throws Exception {
        probe.close();
        machines.forEach(ShellMachine::close);
        for (ServerSocket listener : listeners) {
            listener.close();
        }
        for (Thread thread : List.copyOf(threads)) {
            thread.join();
        }
        for (Thread thread : readers()) {
            thread.join();
        }
    }

    @Test
    void letsTheConsumerInWithTheKeyItAdded() throws Exception {
        ShellMachine machine = shellMachine("root");
        SshKeyPair engine = keys.engineKey();
        SshKeyPair consumer = TestKeys.RSA;
        machine.authorise("root", engine.publicKey());

        probe(engine.privateKey(), consumer.publicKey(), PATIENCE, machine.endpoint("root"));

        assertThat(TestKeys.rsaOpens(machine.endpoint("root"))).isTrue();
    }

    @Test
    void addsToFileWhoseLastLineIsNotEnded() {
        ShellMachine machine = shellMachine("root");
        SshKeyPair engine = keys.engineKey();
        SshPublicKey consumer = keys.engineKey().publicKey();
        machine.write("root", "# by hand\n" + engine.publicKey().line());

        probe(engine.privateKey(), consumer, PATIENCE, machine.endpoint("root"));

        assertThat(machine.authorisedKeys("root"))
                .containsExactly("# by hand", engine.publicKey().line(), consumer.line());
    }

    @Test
    void takesNeitherCommentedNorLongerKeyForTheConsumers() {
        ShellMachine machine = shellMachine("root");
        SshKeyPair engine = keys.engineKey();
        SshPublicKey consumer = keys.engineKey().publicKey();
        String others = "#" + consumer.line() + "\n# " + consumer.withoutComment() + "AAAA\n";
        machine.write("root", others + engine.publicKey().line() + "\n");

        probe(engine.privateKey(), consumer, PATIENCE, machine.endpoint("root"));

        assertThat(machine.authorisedKeys("root")).hasSize(4).endsWith(consumer.line());
    }

    @Test
    void takesTheSameKeyWithAnotherCommentForTheConsumers() {
        ShellMachine machine = shellMachine("root");
        SshKeyPair engine = keys.engineKey();
        SshPublicKey consumer = keys.engineKey().publicKey();
        machine.authorise("root", engine.publicKey());
        machine.authorise("root", new SshPublicKey(consumer.withoutComment() + " laptop"));

        ProbeOutcome outcome = probe(engine.privateKey(), consumer, PATIENCE, machine.endpoint("root"));

        assertThat(outcome).isInstanceOf(Verified.class);
        assertThat(machine.authorisedKeys("root")).hasSize(2);
    }

    @Test
    void saysConsumerKeyWhenTheFileCannotBeWritten() throws IOException {
        ShellMachine machine = shellMachine("root", "user");
        SshKeyPair engine = keys.engineKey();
        machine.authorise("root", engine.publicKey());
        machine.authorise("user", engine.publicKey());
        machine.breakHome("root");

        ProbeOutcome alone = probe(engine.privateKey(), engine.publicKey(), PATIENCE, machine.endpoint("root"));
        ProbeOutcome withAnother = probe(
                engine.privateKey(), engine.publicKey(), PATIENCE, machine.endpoint("root"), machine.endpoint("user"));

        assertThat(alone).isInstanceOfSatisfying(NotYet.class, notYet -> {
            assertThat(notYet.stage()).isEqualTo(ProbeStage.CONSUMER_KEY);
            assertThat(notYet.detail()).contains("root at 127.0.0.1").contains("exit status");
        });
        assertThat(withAnother).isInstanceOf(Verified.class);
    }

    @Test
    void saysHandshakeWhenPortIsSilent() throws IOException {
        ServerSocket silent = listener();

        ProbeOutcome outcome = probe(SHORT, endpoint(silent));

        assertThat(stageOf(outcome)).isEqualTo(ProbeStage.HANDSHAKE);
    }

    @Test
    void goesOnFromSilentPortWithinTheTime() throws IOException {
        ServerSocket silent = listener();
        ShellMachine machine = shellMachine("root");
        SshKeyPair engine = keys.engineKey();
        machine.authorise("root", engine.publicKey());
        warmUp(machine);

        ProbeOutcome outcome = probe(
                engine.privateKey(),
                engine.publicKey(),
                Duration.ofSeconds(9),
                endpoint(silent),
                machine.endpoint("root"));

        assertThat(outcome).isInstanceOf(Verified.class);
    }

    @Test
    void saysHandshakeWhenServerLeavesAfterItsBanner() throws IOException {
        ServerSocket leaving = listener();
        serve(leaving, socket -> socket.getOutputStream().write("SSH-2.0-Leaving\r\n".getBytes()));

        ProbeOutcome outcome = probe(PATIENCE, endpoint(leaving));

        assertThat(stageOf(outcome)).isEqualTo(ProbeStage.HANDSHAKE);
    }

    @Test
    void saysHandshakeWhenServerSpeaksAnotherProtocol() throws IOException {
        ServerSocket web = listener();
        serve(web, socket -> socket.getOutputStream().write("HTTP/1.1 400 \u0007No\r\n\r\n".getBytes()));

        ProbeOutcome outcome = probe(PATIENCE, endpoint(web));

        assertThat(stageOf(outcome)).isEqualTo(ProbeStage.HANDSHAKE);
        assertThat(((NotYet) outcome).detail()).doesNotContain("\u0007");
    }

    @Test
    void endsInTimeThoughServerDripsItsBanner() throws IOException {
        ServerSocket dripping = listener();
        serve(dripping, socket -> {
            while (socket.getInputStream().read() >= 0) {
                socket.getOutputStream().write('S');
            }
        });

        ProbeOutcome outcome = probe(SHORT, endpoint(dripping));

        assertThat(stageOf(outcome)).isEqualTo(ProbeStage.HANDSHAKE);
    }

    @Test
    void saysConnectWhenNameIsUnknown() {
        ProbeOutcome outcome = probe(PATIENCE, new SshEndpoint("no-such-host.invalid", 22, "root"));

        assertThat(stageOf(outcome)).isEqualTo(ProbeStage.CONNECT);
    }

    @Test
    void takesKeyThatIsNoneForMistakeOfTheCallerAndDoesNotQuoteIt() {
        SshPrivateKey broken =
                new SshPrivateKey("-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----");

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        probe(broken, keys.engineKey().publicKey(), PATIENCE, new SshEndpoint("127.0.0.1", 1, "root")))
                .withMessageNotContaining("c2VjcmV0")
                .withNoCause();
    }

    @Test
    void logsNothingOfThePrivateKeyAtAnyLevel() {
        ShellMachine machine = shellMachine("root");
        SshKeyPair engine = keys.engineKey();
        machine.authorise("root", engine.publicKey());

        try (EveryLogLine log = EveryLogLine.capture()) {
            probe(engine.privateKey(), engine.publicKey(), PATIENCE, machine.endpoint("root"));

            assertThat(log.lines()).isNotEmpty();
            assertThat(log.lines()).noneMatch(line -> line.contains("PRIVATE KEY"));
            assertThat(TestKeys.formsOfTheSeed(engine.privateKey()))
                    .allSatisfy(form -> assertThat(log.lines()).noneMatch(line -> line.contains(form)));
        }
    }

    @Test
    void verifiesFiftyAtOnceAndLeavesNoThread() throws Exception {
        ShellMachine machine = shellMachine("root");
        SshKeyPair engine = keys.engineKey();
        machine.authorise("root", engine.publicKey());
        Callable<ProbeOutcome> one =
                () -> probe(engine.privateKey(), engine.publicKey(), PATIENCE, machine.endpoint("root"));
        ExecutorService callers = Executors.newFixedThreadPool(50);

        List<ProbeOutcome> outcomes = new ArrayList<>();
        try {
            for (Future<ProbeOutcome> outcome : callers.invokeAll(Collections.nCopies(50, one))) {
                outcomes.add(outcome.get());
            }
        } finally {
            callers.shutdown();
        }

        assertThat(outcomes)
                .hasSize(50)
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Verified.class));
        assertThat(threads).hasSizeLessThanOrEqualTo(SshjProbe.MAX_ATTEMPTS);
        leaveNothingBehind();
        assertThat(threads).noneMatch(Thread::isAlive);
        assertThat(readers()).isEmpty();
    }

    @Test
    void answersThatNothingWasTriedOnceClosed() {
        probe.close();

        assertThat(stageOf(probe(PATIENCE, new SshEndpoint("127.0.0.1", 1, "root"))))
                .isEqualTo(ProbeStage.CONNECT);
    }

    private ProbeOutcome probe(Duration timeout, SshEndpoint candidate) {
        return probe(keys.engineKey().privateKey(), keys.engineKey().publicKey(), timeout, candidate);
    }

    private ProbeOutcome probe(SshPrivateKey login, SshPublicKey added, Duration timeout, SshEndpoint... candidates) {
        return probe.probe(new ProbeRequest(List.of(candidates), login, null, List.of(added), timeout));
    }

    private void warmUp(ShellMachine machine) {
        probe(PATIENCE, machine.endpoint("root"));
    }

    private ShellMachine shellMachine(String... users) {
        try {
            ShellMachine machine = ShellMachine.start(Files.createTempDirectory(homes, "machine"), users);
            machines.add(machine);
            return machine;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerSocket listener() throws IOException {
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listeners.add(listener);
        return listener;
    }

    private static SshEndpoint endpoint(ServerSocket listener) {
        return new SshEndpoint("127.0.0.1", listener.getLocalPort(), "root");
    }

    private static ProbeStage stageOf(ProbeOutcome outcome) {
        assertThat(outcome).isInstanceOf(NotYet.class);
        return ((NotYet) outcome).stage();
    }

    /** Serves the first caller, then hangs up. */
    private void serve(ServerSocket listener, Service service) {
        Thread thread = new Thread(() -> {
            try (Socket socket = listener.accept()) {
                service.serve(socket);
            } catch (IOException hungUp) {
                // The probe has left, or the test is over.
            }
        });
        threads.add(thread);
        thread.start();
    }

    private interface Service {
        void serve(Socket socket) throws IOException;
    }

    private static List<Thread> readers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sshj"))
                .toList();
    }

    private static ThreadFactory remembering(List<Thread> threads) {
        return task -> {
            Thread thread = new Thread(task);
            synchronized (threads) {
                threads.add(thread);
            }
            return thread;
        };
    }
}
