package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What one attempt to log into an instance, or to call what it serves, showed. Only {@code Verified} and {@code Serving} prove
 * anything.
 */
public sealed interface ProbeOutcome {
    /**
     * The engine logged in, and the consumer's keys are in that user's {@code authorized_keys}.
     *
     * @param endpoint where and as whom it worked
     * @param hostKey the fingerprint of the host key, {@code SHA256:...} as OpenSSH prints it
     * @param gpus its GPUs as its own {@code nvidia-smi} names them; empty when it names none, or is not there
     */
    record Verified(SshEndpoint endpoint, String hostKey, List<String> gpus) implements ProbeOutcome {
        public Verified {
            requireNonNull(endpoint, "endpoint");
            requireNonNull(hostKey, "hostKey");
            gpus = List.copyOf(gpus);
        }
    }

    /** What was launched answers as it does once it serves. */
    record Serving() implements ProbeOutcome {}

    /**
     * Not usable yet.
     *
     * @param stage how far the attempt came
     * @param detail what happened, for people, without secrets
     */
    record NotYet(ProbeStage stage, String detail) implements ProbeOutcome {
        public NotYet {
            requireNonNull(stage, "stage");
            requireNonNull(detail, "detail");
        }
    }

    /**
     * Somebody answers there with another host key than the pinned one; nothing was sent to him.
     *
     * @param endpoint where
     * @param seen the other key's fingerprint
     */
    record HostKeyChanged(SshEndpoint endpoint, String seen) implements ProbeOutcome {
        public HostKeyChanged {
            requireNonNull(endpoint, "endpoint");
            requireNonNull(seen, "seen");
        }
    }
}
