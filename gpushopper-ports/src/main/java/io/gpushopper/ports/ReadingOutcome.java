package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.InstanceReading;
import io.gpushopper.domain.session.ProbeOutcome;
import io.gpushopper.domain.session.ProbeStage;

/** What came of an attempt to read an instance's figures. */
public sealed interface ReadingOutcome {
    /** The engine logged in and read them. */
    record Read(InstanceReading reading) implements ReadingOutcome {
        public Read {
            requireNonNull(reading, "reading");
        }
    }

    /**
     * They were not read. That says nothing about what the instance does.
     *
     * @param why {@link ProbeOutcome.NotYet} or {@link ProbeOutcome.HostKeyChanged}
     */
    record Unread(ProbeOutcome why) implements ReadingOutcome {
        public Unread {
            requireNonNull(why, "why");
            if (why instanceof ProbeOutcome.Verified) {
                throw new IllegalArgumentException("a login that worked is no reason");
            }
        }
    }

    /** Whether the engine was let in, whether or not it got to read anything. */
    default boolean loggedIn() {
        return this instanceof Read
                || (this instanceof Unread unread
                        && unread.why() instanceof ProbeOutcome.NotYet notYet
                        && notYet.stage() == ProbeStage.READING);
    }
}
