package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
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

    /** Its end is decided, and its instance is being stopped: its storage is to be kept. */
    record Halting(EndCause cause, InstanceId instance, Instant since) implements SessionState, Bound, Leaving {
        public Halting {
            requireNonNull(cause, "cause");
            requireNonNull(instance, "instance");
            requireNonNull(since, "since");
        }

        @Override
        public SessionStatus status() {
            return SessionStatus.STOPPING;
        }

        @Override
        public String word() {
            return "halting";
        }
    }

    /** Its end is decided; it lasts until every attempt is settled and every instance proved gone. */
    record Ending(EndCause cause, Instant since) implements SessionState, Leaving {
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

    /**
     * Over for its consumer: its instance is stopped, and its storage kept until then, when the instance is destroyed. Nothing else of it
     * is left.
     *
     * @param at when it was over
     * @param until when its storage is released; in the past once that is due
     */
    record Kept(EndCause cause, InstanceId instance, Instant at, Instant until) implements SessionState, Bound, Over {
        public Kept {
            requireNonNull(cause, "cause");
            requireNonNull(instance, "instance");
            requireNonNull(at, "at");
            requireNonNull(until, "until");
        }

        @Override
        public SessionStatus status() {
            return released().status();
        }

        @Override
        public String word() {
            return "kept";
        }

        /** What it is once nothing of it is left. */
        SessionState released() {
            return cause.failure() == null ? new Stopped(cause, at) : new Failed(cause, at);
        }

        /** The same, released at that moment, and in any case before its time: so it shows that it was not time that released it. */
        Kept releasedAt(Instant moment) {
            Instant latest = until.minusMillis(1);
            return new Kept(cause, instance, at, moment.isBefore(latest) ? moment : latest);
        }

        /** Whether it is kept for less than that long, because somebody or something other than the time released it. */
        boolean isReleasedBefore(Duration keepFor) {
            return until.isBefore(at.plus(keepFor));
        }
    }

    /** A state in which one instance answers for the session. */
    sealed interface Bound permits Booting, Verifying, Running, Halting, Kept {
        InstanceId instance();
    }

    /** A state in which its end is decided and under way. */
    sealed interface Leaving permits Halting, Ending {
        EndCause cause();

        Instant since();
    }

    /** A state of which the public status is final. */
    sealed interface Over permits Stopped, Failed, Kept {
        EndCause cause();

        Instant at();
    }
}
