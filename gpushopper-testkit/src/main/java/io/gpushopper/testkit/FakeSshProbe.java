package io.gpushopper.testkit;

import io.gpushopper.domain.session.ProbeOutcome;
import io.gpushopper.domain.session.ProbeOutcome.HostKeyChanged;
import io.gpushopper.domain.session.ProbeOutcome.NotYet;
import io.gpushopper.domain.session.ProbeOutcome.Verified;
import io.gpushopper.domain.session.ProbeStage;
import io.gpushopper.domain.session.SshEndpoint;
import io.gpushopper.ports.ProbeRequest;
import io.gpushopper.ports.ReadingOutcome;
import io.gpushopper.ports.ReadingRequest;
import io.gpushopper.ports.SshPrivateKey;
import io.gpushopper.ports.SshProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Probes {@link FakeMachine}s: no network, no waiting, the same answer to the same question. Where no machine was
 * booted, nobody answers. Engine keys must come from a {@link FakeKeyMaker}. Thread-safe.
 */
public final class FakeSshProbe implements SshProbe {
    private final Map<String, FakeMachine> machines = new TreeMap<>();
    private final List<ProbeRequest> requests = new ArrayList<>();

    /** Puts a fresh machine at an address, in place of the one there. */
    public synchronized FakeMachine boot(String host, int port) {
        FakeMachine machine = new FakeMachine(host, port);
        machines.put(address(host, port), machine);
        return machine;
    }

    /** Every probe asked for so far, in order. */
    public synchronized List<ProbeRequest> requests() {
        return List.copyOf(requests);
    }

    @Override
    public synchronized ProbeOutcome probe(ProbeRequest request) {
        requests.add(request);
        @Nullable ProbeOutcome furthest = null;
        for (SshEndpoint candidate : request.candidates()) {
            ProbeOutcome outcome = probe(candidate, request);
            if (outcome instanceof Verified) {
                return outcome;
            }
            if (furthest == null || outweighs(outcome, furthest)) {
                furthest = outcome;
            }
        }
        return furthest == null ? new NotYet(ProbeStage.CONNECT, "nothing was tried") : furthest;
    }

    @Override
    public synchronized ReadingOutcome read(ReadingRequest request) {
        SshEndpoint endpoint = request.endpoint();
        FakeMachine machine = machines.get(address(endpoint.host(), endpoint.port()));
        ProbeOutcome login = login(machine, endpoint, request.engineKey(), request.pinnedHostKey());
        if (machine == null || !(login instanceof Verified)) {
            return new ReadingOutcome.Unread(login);
        }
        return machine.failsAt(ProbeStage.READING)
                ? new ReadingOutcome.Unread(new NotYet(ProbeStage.READING, "no end in time"))
                : new ReadingOutcome.Read(machine.reading());
    }

    private ProbeOutcome probe(SshEndpoint candidate, ProbeRequest request) {
        FakeMachine machine = machines.get(address(candidate.host(), candidate.port()));
        ProbeOutcome login = login(machine, candidate, request.engineKey(), request.pinnedHostKey());
        if (machine == null || !(login instanceof Verified)) {
            return login;
        }
        if (machine.failsAt(ProbeStage.CONSUMER_KEY)) {
            return new NotYet(ProbeStage.CONSUMER_KEY, "read-only file system");
        }
        request.keys().forEach(key -> machine.makeSureOf(candidate.user(), key));
        return login;
    }

    private static ProbeOutcome login(
            @Nullable FakeMachine machine,
            SshEndpoint candidate,
            SshPrivateKey engineKey,
            @Nullable String pinnedHostKey) {
        if (machine == null || machine.failsAt(ProbeStage.CONNECT)) {
            return new NotYet(ProbeStage.CONNECT, "connection refused");
        }
        if (machine.failsAt(ProbeStage.HANDSHAKE)) {
            return new NotYet(ProbeStage.HANDSHAKE, "connection closed");
        }
        if (pinnedHostKey != null && !pinnedHostKey.equals(machine.hostKey())) {
            return new HostKeyChanged(candidate, machine.hostKey());
        }
        if (machine.failsAt(ProbeStage.LOGIN)
                || !machine.letsIn(candidate.user(), FakeKeyMaker.publicHalf(engineKey))) {
            return new NotYet(ProbeStage.LOGIN, "login refused");
        }
        return new Verified(candidate, machine.hostKey(), machine.gpus());
    }

    /** A changed host key outweighs every stage. */
    private static boolean outweighs(ProbeOutcome outcome, ProbeOutcome other) {
        if (!(other instanceof NotYet before)) {
            return false;
        }
        return !(outcome instanceof NotYet now) || now.stage().compareTo(before.stage()) > 0;
    }

    private static String address(String host, int port) {
        return host + " " + port;
    }
}
