package io.gpushopper.application;

import io.gpushopper.domain.deployment.RefusedCredentials;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ErrorKind;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether each provider takes our credentials. One refusal may be noise, and counts as a failure that passes until enough have come in a
 * row ({@link RefusedCredentials}). Destroys are counted apart from listings: a key that may read and not end is refused at the one alone,
 * and what the other brings says nothing of it. Thread-safe.
 */
final class Credentials {
    private final Map<ProviderId, RefusedCredentials> listings = new ConcurrentHashMap<>();
    private final Map<ProviderId, RefusedCredentials> destroys = new ConcurrentHashMap<>();
    private final Providers providers;
    private final InstantSource clock;

    Credentials(Providers providers, InstantSource clock) {
        this.providers = providers;
        this.clock = clock;
    }

    /** A listing came; that the credentials are good at all is news for destroys too, but how often those were refused stands. */
    void listed(ProviderId provider) {
        listings.put(provider, RefusedCredentials.NONE.answered());
        destroys.merge(
                provider, RefusedCredentials.NONE.answered(), (known, fresh) -> known.accepted() ? known : fresh);
    }

    /** A destroy was answered as it is to those who may. */
    void destroyAnswered(ProviderId provider) {
        destroys.put(provider, RefusedCredentials.NONE.answered());
    }

    /** What the failure of a listing is to be taken for: a refusal that is not believed yet is one that passes. */
    ErrorKind believedOfListing(ProviderId provider, ErrorKind failure) {
        return believed(listings, provider, failure);
    }

    /** What the failure of a destroy is to be taken for, likewise. */
    ErrorKind believedOfDestroy(ProviderId provider, ErrorKind failure) {
        return believed(destroys, provider, failure);
    }

    private ErrorKind believed(Map<ProviderId, RefusedCredentials> refused, ProviderId provider, ErrorKind failure) {
        if (failure != ErrorKind.UNAUTHORIZED) {
            return failure;
        }
        int needed = providers.refusalsToBelieve(provider);
        RefusedCredentials now = refused.compute(
                provider, (id, known) -> (known == null ? RefusedCredentials.NONE : known).refusedAt(clock.instant()));
        return now.areBelieved(needed) ? ErrorKind.UNAUTHORIZED : ErrorKind.UNAVAILABLE;
    }
}
