package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** What is to be done to the world for a session. Carried out once the decision that asks for it is saved. */
public sealed interface Effect {
    <R> R match(Cases<R> cases);

    /** One method a case, so that a new case breaks every interpreter at compile time. */
    interface Cases<R> {
        R chooseOffer(ChooseOffer effect);

        R takeTurn(TakeTurn effect);

        R launch(Launch effect);

        R attachKeys(AttachKeys effect);

        R ask(Ask effect);

        R look(Look effect);

        R probe(Probe effect);

        R stop(Stop effect);

        R sample(Sample effect);

        R destroy(Destroy effect);
    }

    /** Look for the cheapest offer that may take the place of those that came to nothing. */
    record ChooseOffer(Replacement wanted) implements Effect {
        public ChooseOffer {
            requireNonNull(wanted, "wanted");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.chooseOffer(this);
        }
    }

    /** Wait for the attempt's turn to buy under the provider's rate limit. */
    record TakeTurn(Tag tag) implements Effect {
        public TakeTurn {
            requireNonNull(tag, "tag");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.takeTurn(this);
        }
    }

    /** Send the purchase, once; the attempt is marked as sent. */
    record Launch(Tag tag) implements Effect {
        public Launch {
            requireNonNull(tag, "tag");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.launch(this);
        }
    }

    /** Let the engine's and the consumer's key log in. */
    record AttachKeys(InstanceId instance) implements Effect {
        public AttachKeys {
            requireNonNull(instance, "instance");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.attachKeys(this);
        }
    }

    /** Ask the provider for the instance by its id. */
    record Ask(InstanceId instance) implements Effect {
        public Ask {
            requireNonNull(instance, "instance");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.ask(this);
        }
    }

    /** Get a complete listing that was asked for at that moment or later. */
    record Look(Instant notBefore) implements Effect {
        public Look {
            requireNonNull(notBefore, "notBefore");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.look(this);
        }
    }

    /** Try to log in, or to call what it serves. */
    record Probe(InstanceId instance) implements Effect {
        public Probe {
            requireNonNull(instance, "instance");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.probe(this);
        }
    }

    /** Stop the instance, so that its storage is kept. */
    record Stop(InstanceId instance) implements Effect {
        public Stop {
            requireNonNull(instance, "instance");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.stop(this);
        }
    }

    /** Log in and see whether it is in use. */
    record Sample(InstanceId instance) implements Effect {
        public Sample {
            requireNonNull(instance, "instance");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.sample(this);
        }
    }

    /** End the instance. */
    record Destroy(InstanceId instance) implements Effect {
        public Destroy {
            requireNonNull(instance, "instance");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.destroy(this);
        }
    }
}
