package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one purchase brought, as far as the provider's answer tells. */
public sealed interface LaunchOutcome {
    /** The instance that exists by this answer. */
    default Optional<InstanceId> brought() {
        if (this instanceof Launched launched) {
            return Optional.of(launched.instance());
        }
        return this instanceof Rejected rejected ? Optional.ofNullable(rejected.created()) : Optional.empty();
    }

    /** The instance exists. */
    record Launched(InstanceId instance) implements LaunchOutcome {
        public Launched {
            requireNonNull(instance, "instance");
        }
    }

    /**
     * The provider refused. A refusal may name an instance all the same: then there is one, to be destroyed.
     *
     * @param kind why
     * @param message why, for people, without secrets
     * @param created the instance that the refusal names; null when it names none
     */
    record Rejected(
            ErrorKind kind, String message, @Nullable InstanceId created) implements LaunchOutcome {
        public Rejected {
            requireNonNull(kind, "kind");
            requireNonNull(message, "message");
        }
    }

    /**
     * It cannot be told whether there is an instance: to be settled by looking for the tag, never by buying again.
     *
     * @param message what happened, for people, without secrets
     */
    record Unknown(String message) implements LaunchOutcome {
        public Unknown {
            requireNonNull(message, "message");
        }
    }
}
