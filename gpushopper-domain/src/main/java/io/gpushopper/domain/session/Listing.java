package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.ProviderId;
import java.time.Instant;
import java.util.List;

/**
 * What a provider answered when asked for all instances of the account. Only a complete listing is evidence of absence;
 * what a partial one shows is there all the same.
 */
public sealed interface Listing permits Listing.Complete, Listing.Partial {
    ProviderId provider();

    /** When the first page was asked for. */
    Instant askedAt();

    List<InstanceView> instances();

    /**
     * Every page came, the totals match, and the shape is known.
     *
     * @param account the account that was asked
     * @param arrivedAt when the last page had arrived
     */
    record Complete(AccountId account, Instant askedAt, Instant arrivedAt, List<InstanceView> instances)
            implements Listing {
        public Complete {
            requireNonNull(account, "account");
            requireNonNull(askedAt, "askedAt");
            requireNonNull(arrivedAt, "arrivedAt");
            instances = List.copyOf(instances);
        }

        @Override
        public ProviderId provider() {
            return account.provider();
        }
    }

    /**
     * Some of it is missing or makes no sense.
     *
     * @param kind why
     * @param reason why, for people, without secrets
     */
    record Partial(ProviderId provider, Instant askedAt, List<InstanceView> instances, ErrorKind kind, String reason)
            implements Listing {
        public Partial {
            requireNonNull(provider, "provider");
            requireNonNull(askedAt, "askedAt");
            instances = List.copyOf(instances);
            requireNonNull(kind, "kind");
            requireNonNull(reason, "reason");
        }
    }
}
