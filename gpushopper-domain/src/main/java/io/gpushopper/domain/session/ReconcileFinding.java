package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

/** A difference between what a provider lists and what the store knows. */
public sealed interface ReconcileFinding {
    <R> R match(Cases<R> cases);

    /** One method a case, so that a new case breaks every reader at compile time. */
    interface Cases<R> {
        R stray(Stray finding);

        R stranger(Stranger finding);

        R missing(Missing finding);

        R changed(Changed finding);
    }

    /** An instance under our tag of which its session knows nothing yet, or only that it is gone: the session is to be told. */
    record Stray(Tag tag, InstanceView view) implements ReconcileFinding {
        public Stray {
            requireNonNull(tag, "tag");
            requireNonNull(view, "view");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.stray(this);
        }
    }

    /**
     * An instance under our id that no purchase in the store explains. What becomes of one whose session the store has never heard of
     * {@link StrangerRule} says; one whose purchase is written down for another account is an alarm, and left alone.
     */
    record Stranger(Tag tag, InstanceView view) implements ReconcileFinding {
        public Stranger {
            requireNonNull(tag, "tag");
            requireNonNull(view, "view");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.stranger(this);
        }
    }

    /** The instance of a live session is not listed, though it should be; no proof that it is gone. */
    record Missing(SessionId session, InstanceId instance) implements ReconcileFinding {
        public Missing {
            requireNonNull(session, "session");
            requireNonNull(instance, "instance");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.missing(this);
        }
    }

    /** An instance is shown otherwise than its session last saw it. */
    record Changed(SessionId session, InstanceView view) implements ReconcileFinding {
        public Changed {
            requireNonNull(session, "session");
            requireNonNull(view, "view");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.changed(this);
        }
    }
}
