package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.ledger.BillComparison;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ErrorKind;

/** What came of holding our books against a provider's bill. Immutable. */
public sealed interface BillReconciliation
        permits BillReconciliation.Compared, BillReconciliation.Unsupported, BillReconciliation.Failed {
    /** Whose bill. */
    ProviderId provider();

    <R> R match(Cases<R> cases);

    /** One branch per outcome. */
    interface Cases<R> {
        R compared(Compared outcome);

        R unsupported(Unsupported outcome);

        R failed(Failed outcome);
    }

    /** The bill came. */
    record Compared(ProviderId provider, BillComparison comparison) implements BillReconciliation {
        public Compared {
            requireNonNull(provider, "provider");
            requireNonNull(comparison, "comparison");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.compared(this);
        }
    }

    /** The provider can't be asked for a bill. */
    record Unsupported(ProviderId provider) implements BillReconciliation {
        public Unsupported {
            requireNonNull(provider, "provider");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.unsupported(this);
        }
    }

    /**
     * The bill did not come.
     *
     * @param kind why
     */
    record Failed(ProviderId provider, ErrorKind kind) implements BillReconciliation {
        public Failed {
            requireNonNull(provider, "provider");
            requireNonNull(kind, "kind");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.failed(this);
        }
    }
}
