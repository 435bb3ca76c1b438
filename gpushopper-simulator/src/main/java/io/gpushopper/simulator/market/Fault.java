package io.gpushopper.simulator.market;

import io.gpushopper.simulator.http.HttpAnswer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What goes wrong with the next calls of an operation.
 *
 * @param provider whose calls
 * @param operation which calls
 * @param kind what happens
 * @param times how many calls it happens to, from 1
 * @param moment whether the call takes effect before or after what happens; for {@link Kind#STATUS} and
 *     {@link Kind#DELAY}
 * @param answer of {@link Kind#STATUS}
 * @param delay of {@link Kind#DELAY}, real time
 */
public record Fault(
        ProviderName provider,
        Operation operation,
        Kind kind,
        int times,
        Moment moment,
        HttpAnswer answer,
        Duration delay) {

    /** Checks the range. */
    public Fault {
        if (times < 1) {
            throw new IllegalArgumentException("times must be 1 or more");
        }
    }

    Fault oneLess() {
        return new Fault(provider, operation, kind, times - 1, moment, answer, delay);
    }

    boolean isFor(ProviderName calledProvider, Operation calledOperation) {
        return provider == calledProvider && operation == calledOperation;
    }

    /** When a fault happens. */
    public enum Moment {
        /** Before the call's effect: with a status, there is no effect at all. */
        BEFORE_EFFECT,
        /** After the call's effect. */
        AFTER_EFFECT
    }

    /** What a fault does. */
    public enum Kind {
        /** Answers with a status and body of the tester's choice. */
        STATUS,
        /** Answers late. */
        DELAY,
        /** Closes the connection, nothing has happened. */
        DROP_BEFORE_EFFECT,
        /** Closes the connection, the effect has happened. */
        DROP_AFTER_EFFECT,
        /** Answers as the provider does above its rate limit. */
        RATE_LIMIT,
        /** Answers success, nothing has happened; a read answers as if nothing were there. */
        LOST_EFFECT;

        /**
         * The word the control API uses.
         *
         * @return lower case with underscores
         */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * The kind of a word.
         *
         * @param word any text
         * @return its kind; empty if it names none
         */
        public static Optional<Kind> find(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst();
        }
    }
}
