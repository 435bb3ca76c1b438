package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.InstanceView;

/** A provider's answer to a question for one instance by its id. Anything else it may say is a {@link ProviderException}. */
public sealed interface InstanceAnswer {
    /** It is there. */
    record Present(InstanceView view) implements InstanceAnswer {
        public Present {
            requireNonNull(view, "view");
        }
    }

    /** The provider's one answer that means: no such instance. By itself no proof that it is gone. */
    record NoSuchInstance(InstanceId id) implements InstanceAnswer {
        public NoSuchInstance {
            requireNonNull(id, "id");
        }
    }
}
