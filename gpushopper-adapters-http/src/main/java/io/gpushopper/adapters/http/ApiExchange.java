package io.gpushopper.adapters.http;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is known after one sending of a call that must not be repeated. */
public sealed interface ApiExchange {
    /** The result of the function for the case that this is. */
    <R> R match(Function<Answered, R> answered, Function<NotSent, R> notSent, Function<Lost, R> lost);

    /** Why it did not bring what it was for; null when it did. */
    @Nullable
    ApiFailure failure();

    /**
     * The provider answered.
     *
     * @param failure how the answer reads as a failure; null when it is none
     */
    record Answered(ApiAnswer answer, @Nullable ApiFailure failure) implements ApiExchange {
        public Answered {
            requireNonNull(answer, "answer");
        }

        @Override
        public <R> R match(Function<Answered, R> answered, Function<NotSent, R> notSent, Function<Lost, R> lost) {
            return answered.apply(this);
        }
    }

    /** The request surely never reached the provider whole: it had no effect. */
    record NotSent(ApiFailure failure) implements ApiExchange {
        public NotSent {
            requireNonNull(failure, "failure");
        }

        @Override
        public <R> R match(Function<Answered, R> answered, Function<NotSent, R> notSent, Function<Lost, R> lost) {
            return notSent.apply(this);
        }
    }

    /** The request may have reached the provider, and no answer came: it may have had its effect. */
    record Lost(ApiFailure failure) implements ApiExchange {
        public Lost {
            requireNonNull(failure, "failure");
        }

        @Override
        public <R> R match(Function<Answered, R> answered, Function<NotSent, R> notSent, Function<Lost, R> lost) {
            return lost.apply(this);
        }
    }
}
