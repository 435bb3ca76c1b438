package io.gpushopper.adapters.ssh;

import com.hierynomus.sshj.userauth.keyprovider.OpenSSHKeyV1KeyFile;
import io.gpushopper.domain.session.ProbeOutcome;
import io.gpushopper.domain.session.ProbeOutcome.NotYet;
import io.gpushopper.domain.session.ProbeOutcome.Verified;
import io.gpushopper.domain.session.ProbeStage;
import io.gpushopper.domain.session.SshEndpoint;
import io.gpushopper.ports.ProbeRequest;
import io.gpushopper.ports.ReadingRequest;
import io.gpushopper.ports.SshPrivateKey;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.userauth.keyprovider.KeyPairWrapper;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import org.jspecify.annotations.Nullable;

/**
 * One probe: its candidates in order, until one is verified or none is left. {@link #run()} is called once; {@link
 * #abort(String)} may come from another thread at any time and makes it end soon. A changed host key outweighs every
 * other failure, then the furthest stage does, then the earlier candidate.
 */
final class ProbeAttempt {
    private final Config config;
    private final List<SshEndpoint> candidates;
    private final KeyProvider engineKey;
    private final @Nullable String pinnedHostKey;
    private final Errand errand;
    private final int patienceMs;
    private @Nullable Login login;
    private @Nullable ProbeOutcome tellingMost;
    private boolean aborted;

    private ProbeAttempt(
            Config config,
            List<SshEndpoint> candidates,
            SshPrivateKey engineKey,
            @Nullable String pinnedHostKey,
            Errand errand,
            Duration timeout) {
        this.config = config;
        this.candidates = candidates;
        this.engineKey = read(engineKey);
        this.pinnedHostKey = pinnedHostKey;
        this.errand = errand;
        this.patienceMs = patienceMs(candidates, timeout);
    }

    static ProbeAttempt of(Config config, ProbeRequest request) {
        return new ProbeAttempt(
                config,
                request.candidates(),
                request.engineKey(),
                request.pinnedHostKey(),
                new AppendKeys(request.keys()),
                request.timeout());
    }

    static ProbeAttempt of(Config config, ReadingRequest request, TakeReading errand) {
        return new ProbeAttempt(
                config,
                List.of(request.endpoint()),
                request.engineKey(),
                request.pinnedHostKey(),
                errand,
                request.timeout());
    }

    ProbeOutcome run() {
        Set<String> deadAddresses = new HashSet<>();
        for (SshEndpoint candidate : candidates) {
            if (deadAddresses.contains(addressOf(candidate))) {
                continue;
            }
            Login next = new Login(config, candidate, engineKey, pinnedHostKey, errand, patienceMs);
            if (!begin(next)) {
                break;
            }
            ProbeOutcome outcome = next.run();
            if (outcome instanceof Verified) {
                return outcome;
            }
            if (!isAboutTheUser(outcome)) {
                deadAddresses.add(addressOf(candidate));
            }
            remember(outcome);
        }
        return result();
    }

    /** Gives up: closes what is open and says how far it came. */
    synchronized ProbeOutcome abort(String why) {
        aborted = true;
        if (login != null) {
            remember(new NotYet(login.reached(), login.told(why)));
            login.cut();
        }
        return tellingMost == null ? new NotYet(ProbeStage.CONNECT, why + ", before it began") : tellingMost;
    }

    private synchronized boolean begin(Login next) {
        if (aborted) {
            return false;
        }
        login = next;
        return true;
    }

    private synchronized void remember(ProbeOutcome outcome) {
        if (tellingMost == null || outweighs(outcome, tellingMost)) {
            tellingMost = outcome;
        }
    }

    private synchronized ProbeOutcome result() {
        return tellingMost == null ? new NotYet(ProbeStage.CONNECT, "nothing was tried") : tellingMost;
    }

    private static boolean outweighs(ProbeOutcome outcome, ProbeOutcome other) {
        if (!(other instanceof NotYet before)) {
            return false;
        }
        return !(outcome instanceof NotYet now) || now.stage().compareTo(before.stage()) > 0;
    }

    /** Whether another user at the same address may fare better. */
    private static boolean isAboutTheUser(ProbeOutcome outcome) {
        return outcome instanceof NotYet notYet && notYet.stage().compareTo(ProbeStage.LOGIN) >= 0;
    }

    private static String addressOf(SshEndpoint endpoint) {
        return endpoint.host() + " " + endpoint.port();
    }

    /** How long one silence may last, such that a candidate that says nothing leaves time for the others. */
    private static int patienceMs(List<SshEndpoint> candidates, Duration timeout) {
        long addresses =
                candidates.stream().map(ProbeAttempt::addressOf).distinct().count();
        long share = timeout.toMillis() / (addresses + 1);
        return (int) Math.max(1, Math.min(share, Integer.MAX_VALUE));
    }

    /** Only OpenSSH's own form: for others the library goes through a parser that logs every number of the key. */
    private static KeyProvider read(SshPrivateKey key) {
        OpenSSHKeyV1KeyFile lazy = new OpenSSHKeyV1KeyFile();
        try {
            lazy.init(key.reveal(), null);
            return new KeyPairWrapper(lazy.getPublic(), lazy.getPrivate());
        } catch (IOException | RuntimeException secretInside) {
            // The cause may quote the key, so it goes no further.
            throw new IllegalArgumentException("the engine's key is no private key in OpenSSH's form");
        }
    }
}
