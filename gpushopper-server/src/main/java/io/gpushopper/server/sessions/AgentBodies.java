package io.gpushopper.server.sessions;

import io.gpushopper.application.Heartbeat;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.ports.SessionToken;
import io.gpushopper.sdk.wire.HeartbeatRequest;
import io.gpushopper.sdk.wire.SecretText;
import io.gpushopper.sdk.wire.SshKeyRequest;
import io.gpushopper.server.http.JsonBody;
import io.gpushopper.server.http.Problems;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Optional;

/** Reads the bodies that are about the instance of a session: a key to let in, and a heartbeat of its agent. */
final class AgentBodies {
    private static final int LONGEST_NOTE = 256;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private AgentBodies() {}

    /**
     * The key to let in.
     *
     * @throws io.gpushopper.server.http.RefusedException when it breaks a rule
     */
    static SshPublicKey key(InputStream json) {
        Problems problems = new Problems();
        String text = JsonBody.read(json, SshKeyRequest.class, problems).sshPublicKey();
        if ((text == null || text.isBlank()) && !problems.isNamed(PublicKeyField.FIELD)) {
            problems.add(PublicKeyField.FIELD, PublicKeyField.FIELD + " is required");
        }
        Optional<SshPublicKey> key = text == null || text.isBlank()
                ? Optional.empty()
                : Optional.ofNullable(PublicKeyField.read(text, problems));
        problems.refuseAny();
        return key.orElseThrow();
    }

    /**
     * What the agent says. Its note is for whoever reads the request, and kept nowhere.
     *
     * @throws io.gpushopper.server.http.RefusedException when it breaks a rule
     */
    static Heartbeat heartbeat(InputStream json) {
        Problems problems = new Problems();
        HeartbeatRequest body = JsonBody.read(json, HeartbeatRequest.class, problems);
        SecretText token = body.token();
        if (token == null && !problems.isNamed("token")) {
            problems.add("token", "token is required");
        }
        BigDecimal gpu = body.gpuUtilization();
        if (gpu != null && (gpu.signum() < 0 || gpu.compareTo(HUNDRED) > 0)) {
            problems.add("gpu_utilization", "gpu_utilization must be a percentage from 0 to 100");
        }
        new FieldRules(problems).line("note", body.note(), LONGEST_NOTE);
        problems.refuseAny();
        return new Heartbeat(new SessionToken(token == null ? "" : token.reveal()), gpu);
    }
}
