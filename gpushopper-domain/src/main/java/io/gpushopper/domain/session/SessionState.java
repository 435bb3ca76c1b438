package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Where a session stands, finer than its public {@link SessionStatus}. Each state holds only what exists in it; what is known
 * of the instance stands in {@link Instance}.
 */
public sealed interface SessionState {
    /** The public word for this state. */
    SessionStatus status();

    /** The word for this state in the store; it never changes. */
    String word();

    /** Written down, not bought. */
    record Pending() implements SessionState {
        @Override
        public SessionStatus status() {
            return SessionStatus.PENDING;
        }

        @Override
        public String word() {
            return "pending";
        }
    }

    /** The purchase was sent, and what it brought is not settled. */
    record Launching() implements SessionState {
        @Override
        public SessionStatus status() {
            return SessionStatus.PROVISIONING;
        }

        @Override
        public String word() {
            return "launching";
        }
    }

    /** The instance exists; it doesn't run yet, or has no address. */
    record Booting(InstanceId instance) implements SessionState, Bound {
        public Booting {
            requireNonNull(instance, "instance");
        }

        @Override
        public SessionStatus status() {
            return SessionStatus.PROVISIONING;
        }

        @Override
        public String word() {
            return "booting";
        }
    }

    /** The provider says that it runs, and where; nobody has logged in yet. */
    record Verifying(InstanceId instance) implements SessionState, Bound {
        public Verifying {
            requireNonNull(instance, "instance");
        }

        @Override
        public SessionStatus status() {
            return SessionStatus.PROVISIONING;
        }

        @Override
        public String word() {
            return "verifying";
        }
    }

    /** The engine logged in, and the consumer may. */
    record Running(InstanceId instance, Instant since) implements SessionState, Bound {
        public Running {
            requireNonNull(instance, "instance");
            requireNonNull(since, "since");
        }

        @Override
        public SessionStatus status() {
            return SessionStatus.RUNNING;
        }

        @Override
        public String word() {
            return "running";
        }
    }

    /** What was bought before came to nothing, and another offer is looked for or waits for its turn to be bought. */
    record Retrying(EndCause.Failure failure, Instant since) implements SessionState {
        public Retrying {
            requireNonNull(failure, "failure");
            requireNonNull(since, "since");
        }

        @Override
        public SessionStatus status() {
            return SessionStatus.PROVISIONING;
        }

        @Override
        public String word() {
            return "retrying";
        }
    }

    /** Its end is decided; it lasts until every attempt is settled and every instance proved gone. */
    record Ending(EndCause cause, Instant since) implements SessionState {
        public Ending {
            requireNonNull(cause, "cause");
            requireNonNull(since, "since");
        }

        @Override
        public SessionStatus status() {
            return SessionStatus.STOPPING;
        }

        @Override
        public String word() {
            return "ending";
        }
    }

    /** Over as it was wanted; nothing of it is left at the provider. */
    record Stopped(EndCause cause, Instant at) implements SessionState, Over {
        public Stopped {
            requireNonNull(cause, "cause");
            requireNonNull(at, "at");
        }

        @Override
        public SessionStatus status() {
            return SessionStatus.STOPPED;
        }

        @Override
        public String word() {
            return "stopped";
        }
    }

    /** Over because something went wrong; nothing of it is left at the provider. */
    record Failed(EndCause cause, Instant at) implements SessionState, Over {
        public Failed {
            requireNonNull(cause, "cause");
            requireNonNull(at, "at");
        }

        @Override
        public SessionStatus status() {
            return SessionStatus.FAILED;
        }

        @Override
        public String word() {
            return "failed";
        }
    }

    /** A state in which one instance answers for the session. */
    sealed interface Bound permits Booting, Verifying, Running {
        InstanceId instance();
    }

    /** A state that nothing follows. */
    sealed interface Over permits Stopped, Failed {
        EndCause cause();

        Instant at();
    }
}
