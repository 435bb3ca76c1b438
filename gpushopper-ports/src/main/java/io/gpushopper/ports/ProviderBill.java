package io.gpushopper.ports;

import io.gpushopper.domain.ledger.InstanceBill;
import java.util.List;

/** What a provider tells about what it charged. Immutable. */
public sealed interface ProviderBill permits ProviderBill.Told, ProviderBill.Untold {
    <R> R match(Cases<R> cases);

    /** One branch per kind of answer. */
    interface Cases<R> {
        R told(Told bill);

        R untold(Untold bill);
    }

    /**
     * The whole bill of the account for the days that were asked for, ours or not, as far as it goes by now: lines may come a day late.
     *
     * @param instances one for each instance that was charged for anything, in no order
     */
    record Told(List<InstanceBill> instances) implements ProviderBill {
        public Told {
            instances = List.copyOf(instances);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.told(this);
        }
    }

    /** The provider has no way to ask. */
    record Untold() implements ProviderBill {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.untold(this);
        }
    }
}
