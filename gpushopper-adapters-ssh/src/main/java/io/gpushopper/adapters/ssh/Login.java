package io.gpushopper.adapters.ssh;

import io.gpushopper.domain.session.ProbeOutcome;
import io.gpushopper.domain.session.ProbeOutcome.HostKeyChanged;
import io.gpushopper.domain.session.ProbeOutcome.NotYet;
import io.gpushopper.domain.session.ProbeOutcome.Verified;
import io.gpushopper.domain.session.ProbeStage;
import io.gpushopper.domain.session.SshEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one candidate. {@link #run()} is called once; {@link #cut()} and {@link #reached()} may be
 * called from another thread meanwhile.
 */
final class Login {
    // A greeting of some length may precede the marker; more than this is no greeting.
    private static final int MAX_OUTPUT = 64 * 1024;
    private static final int MAX_QUOTED = 200;

    private final Config config;
    private final SshEndpoint endpoint;
    private final KeyProvider engineKey;
    private final HostKeyPin pin;
    private final Errand errand;
    private final int patienceMs;
    private @Nullable Socket socket;
    private boolean cut;
    private volatile boolean loggedIn;

    Login(
            Config config,
            SshEndpoint endpoint,
            KeyProvider engineKey,
            @Nullable String pinnedHostKey,
            Errand errand,
            int patienceMs) {
        this.config = config;
        this.endpoint = endpoint;
        this.engineKey = engineKey;
        this.pin = new HostKeyPin(pinnedHostKey);
        this.errand = errand;
        this.patienceMs = patienceMs;
    }

    ProbeOutcome run() {
        SSHClient client = new SSHClient(config);
        try {
            enter(client);
            loggedIn = true;
            return done(client);
        } catch (IOException | RuntimeException e) {
            // The far side is a stranger: whatever its bytes make the library throw is a failed attempt, not our bug.
            return failed(e);
        } finally {
            leave(client);
        }
    }

    /** Closes the connection, now or as soon as there is one. */
    synchronized void cut() {
        cut = true;
        closeSocket();
    }

    /** How far it has come by now. A login counts as refused only when the server says so. */
    synchronized ProbeStage reached() {
        if (loggedIn) {
            return errand.stage();
        }
        return socket != null && socket.isConnected() ? ProbeStage.HANDSHAKE : ProbeStage.CONNECT;
    }

    /** A sentence about this candidate. */
    String told(String what) {
        return endpoint.user() + " at " + endpoint.host() + " port " + endpoint.port() + ": " + what;
    }

    private void enter(SSHClient client) throws IOException {
        client.setSocketFactory(new PromptSockets(this::opened));
        client.setConnectTimeout(patienceMs);
        client.setTimeout(patienceMs);
        client.getTransport().setTimeoutMs(patienceMs);
        client.getConnection().setTimeoutMs(patienceMs);
        client.addHostKeyVerifier(pin);
        client.connect(endpoint.host(), endpoint.port());
        client.authPublickey(endpoint.user(), engineKey);
    }

    /** The command's channel needs no end of its own: it ends with the connection. */
    private ProbeOutcome done(SSHClient client) throws IOException {
        Session.Command command = client.startSession().exec(errand.script());
        String output = text(command.getInputStream(), MAX_OUTPUT);
        if (errand.isDone(output)) {
            waitForEnd(command);
            return new Verified(endpoint, pin.seen().orElseThrow(), errand.gpus(output));
        }
        String complaint = text(command.getErrorStream(), MAX_QUOTED);
        waitForEnd(command);
        return new NotYet(
                errand.stage(),
                told(errand.failure() + ", exit status " + command.getExitStatus() + ", "
                        + quoted(complaint.isBlank() ? output : complaint)));
    }

    /** Leaves the server time for its last words, which it would else send to a closed connection; none are needed. */
    private void waitForEnd(Session.Command command) {
        try {
            command.join(patienceMs, TimeUnit.MILLISECONDS);
        } catch (ConnectionException noLastWords) {
            cut();
        }
    }

    /** A farewell that fails takes nothing from what was proved before it. */
    private void leave(SSHClient client) {
        try {
            client.disconnect();
        } catch (IOException | RuntimeException unheard) {
            cut();
        }
    }

    private ProbeOutcome failed(Exception e) {
        if (pin.isBroken()) {
            return new HostKeyChanged(endpoint, pin.seen().orElseThrow());
        }
        if (isRefusal(e)) {
            return new NotYet(ProbeStage.LOGIN, told("the login was refused"));
        }
        String message = e.getMessage();
        return new NotYet(
                reached(), told(e.getClass().getSimpleName() + (message == null ? "" : ", " + quoted(message))));
    }

    /** A login that broke off or was not answered has a cause of another kind; a refusal has none. */
    private boolean isRefusal(Exception e) {
        Throwable cause = e;
        while (cause instanceof UserAuthException) {
            cause = cause.getCause();
        }
        return e instanceof UserAuthException && cause == null;
    }

    private synchronized void opened(Socket fresh) throws IOException {
        socket = fresh;
        if (cut) {
            fresh.close();
        }
    }

    private void closeSocket() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException unclosable) {
            // Its descriptor is gone or the connection is: either way nothing is left to do.
            return;
        }
    }

    private static String text(InputStream in, int limit) throws IOException {
        return new String(in.readNBytes(limit), StandardCharsets.UTF_8);
    }

    private static String quoted(String words) {
        return "\"" + harmless(words) + "\"";
    }

    /** Words of the far side, made harmless for a log line. */
    static String harmless(String words) {
        String line = words.strip().replaceAll("[^ -~]+", " ");
        return line.length() > MAX_QUOTED ? line.substring(0, MAX_QUOTED) + "..." : line;
    }
}
