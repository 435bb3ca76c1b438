package io.gpushopper.application;

import io.gpushopper.domain.deployment.RefusedLogins;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ErrorKind;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether each provider takes our credentials, as listings and destroys show. One refusal may be noise, and counts as a failure
 * that passes until enough have come in a row ({@link RefusedLogins}). Thread-safe.
 */
final class Credentials {
    private final Map<ProviderId, RefusedLogins> logins = new ConcurrentHashMap<>();
    private final Providers providers;
    private final InstantSource clock;

    Credentials(Providers providers, InstantSource clock) {
        this.providers = providers;
        this.clock = clock;
    }

    /** The provider answered as it does to good ones. */
    void accepted(ProviderId provider) {
        logins.merge(provider, RefusedLogins.NONE.answered(), (known, fresh) -> known.answered());
    }

    /** What a failure is to be taken for: a refusal that is not believed yet is one that passes. */
    ErrorKind believed(ProviderId provider, ErrorKind failure) {
        if (failure != ErrorKind.UNAUTHORIZED) {
            return failure;
        }
        int needed = providers.refusalsToBelieve(provider);
        RefusedLogins now = logins.compute(
                provider, (id, known) -> (known == null ? RefusedLogins.NONE : known).refusedAt(clock.instant()));
        return now.areBelieved(needed) ? ErrorKind.UNAUTHORIZED : ErrorKind.UNAVAILABLE;
    }
}
