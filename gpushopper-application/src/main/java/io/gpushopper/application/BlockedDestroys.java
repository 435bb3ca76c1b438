package io.gpushopper.application;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.ports.Alarm;
import java.util.Map;

/**
 * Where ends can't be had. Refused credentials end no retries, but what can't be ended there is not bought there either. An answered destroy
 * ends the alarm. Thread-safe.
 */
final class BlockedDestroys {
    private final Alarms alarms;

    BlockedDestroys(Alarms alarms) {
        this.alarms = alarms;
    }

    void refused(ProviderId provider, ErrorKind kind) {
        if (kind == ErrorKind.UNAUTHORIZED) {
            alarms.set(provider, Alarm.DESTROY_BLOCKED, Map.of("unauthorized", 1));
        } else {
            answered(provider);
        }
    }

    void answered(ProviderId provider) {
        if (alarms.isRaised(provider, Alarm.DESTROY_BLOCKED)) {
            alarms.set(provider, Alarm.DESTROY_BLOCKED, Map.of());
        }
    }

    boolean mayBuyAt(ProviderId provider) {
        return !alarms.isRaised(provider, Alarm.DESTROY_BLOCKED) && !alarms.isRaised(provider, Alarm.ACCOUNT_MISSING);
    }
}
