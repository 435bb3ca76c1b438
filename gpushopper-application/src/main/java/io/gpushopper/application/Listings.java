package io.gpushopper.application;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.ports.Provider;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One listing, many sessions: whoever needs a complete listing asked for after some moment gets the newest one if it is such, so
 * that cost at the provider does not grow with sessions. Each complete one is judged before anybody gets it. Thread-safe; a caller may wait
 * for the listing that another asked for.
 */
final class Listings {
    private final Map<ProviderId, Shared> shared = new ConcurrentHashMap<>();
    private final Providers providers;
    private final Consumer<Listing.Complete> judge;
    private final InstantSource clock;

    /**
     * @param judge told of each complete listing before it is evidence; where it fails nobody gets the listing
     */
    Listings(Providers providers, Consumer<Listing.Complete> judge, InstantSource clock) {
        this.providers = providers;
        this.judge = judge;
        this.clock = clock;
    }

    /** A listing that was asked for at that moment or later; partial when the provider gave no better one. */
    Listing notBefore(ProviderId provider, Instant moment) {
        return shared.computeIfAbsent(provider, key -> new Shared(clock))
                .notBefore(providers.require(provider), moment, judge);
    }

    /** The newest one if it is complete, however old; it asks nobody, and is evidence of nothing. */
    Optional<Listing.Complete> lastComplete(ProviderId provider) {
        return Optional.ofNullable(shared.get(provider))
                .map(known -> known.newest)
                .filter(Listing.Complete.class::isInstance)
                .map(Listing.Complete.class::cast);
    }

    /** A listing asked for from now on. */
    Listing fresh(ProviderId provider) {
        return notBefore(provider, clock.instant());
    }

    /** A listing asked for now, for whoever only looks: it is nobody's evidence, and changes nothing. */
    Listing unjudged(ProviderId provider) {
        return providers.require(provider).instances();
    }

    /** The newest listing of one provider. */
    private static final class Shared {
        private final InstantSource clock;
        private final ReentrantLock asking = new ReentrantLock();
        private volatile @Nullable Listing newest;

        Shared(InstantSource clock) {
            this.clock = clock;
        }

        Listing notBefore(Provider provider, Instant moment, Consumer<Listing.Complete> judge) {
            Listing known = newest;
            if (known instanceof Listing.Complete && isSince(known, moment)) {
                return known;
            }
            asking.lock();
            try {
                // Who waited takes what was asked for meanwhile, a failure too: asking again would only add to the
                // provider's trouble.
                Listing meanwhile = newest;
                if (meanwhile != null && isSince(meanwhile, moment)) {
                    return meanwhile;
                }
                Listing asked = provider.instances();
                if (asked instanceof Listing.Complete complete) {
                    judge.accept(complete);
                }
                newest = asked;
                return asked;
            } finally {
                asking.unlock();
            }
        }

        /** One of a moment to come was dated by a clock that was wrong, and is of long ago. */
        private boolean isSince(Listing listing, Instant moment) {
            return !listing.askedAt().isBefore(moment) && !listing.askedAt().isAfter(clock.instant());
        }
    }
}
