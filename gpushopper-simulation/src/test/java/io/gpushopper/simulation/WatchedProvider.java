package io.gpushopper.simulation;

import io.gpushopper.application.SteadyClock;
import io.gpushopper.domain.session.DestroyOutcome;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.ports.InstanceAnswer;
import io.gpushopper.ports.Provider;
import java.time.Instant;

/** A provider whose answers tell the time, and are written down, so that whatever is concluded can be held against them. */
final class WatchedProvider extends MortalProvider {
    private final Invariants invariants;
    private final SteadyClock clock;

    WatchedProvider(Provider provider, Invariants invariants, SteadyClock clock) {
        super(provider, new Life());
        this.invariants = invariants;
        this.clock = clock;
    }

    @Override
    public Listing instances() {
        Instant askedAt = clock.instant();
        Listing listing = super.instances();
        clock.told(invariants.now(), askedAt);
        invariants.listed(listing);
        return listing;
    }

    @Override
    public InstanceAnswer instance(InstanceId id) {
        InstanceAnswer answer = super.instance(id);
        invariants.evidence().answered(id, answer);
        return answer;
    }

    @Override
    public DestroyOutcome destroy(InstanceId id) {
        invariants.destroySent(id);
        DestroyOutcome outcome = super.destroy(id);
        if (outcome == DestroyOutcome.ALREADY_GONE) {
            invariants.evidence().answered(id, new InstanceAnswer.NoSuchInstance(id));
        }
        return outcome;
    }
}
