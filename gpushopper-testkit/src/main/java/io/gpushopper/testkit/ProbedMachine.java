package io.gpushopper.testkit;

import io.gpushopper.domain.session.SshEndpoint;
import io.gpushopper.domain.session.SshPublicKey;
import java.util.List;

/** A machine that a {@link SshProbeContract} probes, seen from inside. */
public interface ProbedMachine {
    /** Where it answers, for one of its users. */
    SshEndpoint endpoint(String user);

    /** Puts a key into a user's {@code authorized_keys}, after what is there. */
    void authorise(String user, SshPublicKey key);

    /** The lines of a user's {@code authorized_keys}, in order; empty when there is no such file. */
    List<String> authorisedKeys(String user);

    /** From now on it shows another host key than before. */
    void changeHostKey();

    /** From now on it refuses connections. Idempotent. */
    void stop();
}
