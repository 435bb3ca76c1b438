package io.gpushopper.application;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.ports.Alarm;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where nothing is bought, for an end could not be had there: while our destroys are refused together with our credentials, which ends no
 * retries, and while sessions name an account without a credential. An answered destroy, or a listing that finds none refused, ends the
 * first; the credential the second. Thread-safe.
 */
final class PurchaseBan {
    private final Alarms alarms;

    PurchaseBan(Alarms alarms) {
        this.alarms = alarms;
    }

    /**
     * A destroy was refused.
     *
     * @param believed what that is taken for
     */
    void destroyRefused(ProviderId provider, ErrorKind believed) {
        if (believed == ErrorKind.UNAUTHORIZED) {
            alarms.set(provider, Alarm.DESTROY_BLOCKED, Map.of("unauthorized", 1));
        } else {
            noDestroyRefused(provider);
        }
    }

    /** None is refused any more. */
    void noDestroyRefused(ProviderId provider) {
        if (alarms.isRaised(provider, Alarm.DESTROY_BLOCKED)) {
            alarms.set(provider, Alarm.DESTROY_BLOCKED, Map.of());
        }
    }

    /** Why nothing is bought at the provider, for people; null when it may be. */
    @Nullable
    String reason(ProviderId provider) {
        if (alarms.isRaised(provider, Alarm.DESTROY_BLOCKED)) {
            return "the provider refuses our destroys together with our credentials";
        }
        Set<String> missing = alarms.reasons(provider, Alarm.ACCOUNT_MISSING);
        return missing.isEmpty()
                ? null
                : "sessions were bought from account " + String.join(", ", new TreeSet<>(missing))
                        + ", and no credential of it is configured: configure it again";
    }
}
