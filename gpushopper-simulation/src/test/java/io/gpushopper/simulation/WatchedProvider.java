package io.gpushopper.simulation;

import io.gpushopper.application.SteadyClock;
import io.gpushopper.domain.session.DestroyOutcome;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.ports.InstanceAnswer;
import io.gpushopper.ports.Provider;
import java.time.Instant;

/**
 * A provider whose answers tell the time, and are written down, so that whatever is concluded can be held against them. What another account
 * than the one that pays says is not: nothing may be concluded from it (S13).
 */
final class WatchedProvider extends MortalProvider {
    private final Invariants invariants;
    private final SteadyClock clock;
    private final boolean pays;

    WatchedProvider(Provider provider, Invariants invariants, SteadyClock clock, boolean pays) {
        super(provider, new Life());
        this.invariants = invariants;
        this.clock = clock;
        this.pays = pays;
    }

    @Override
    public Listing instances() {
        Instant askedAt = clock.instant();
        Listing listing = super.instances();
        clock.told(invariants.now(), askedAt);
        if (pays) {
            invariants.listed(listing);
        }
        return listing;
    }

    @Override
    public InstanceAnswer instance(InstanceId id) {
        InstanceAnswer answer = super.instance(id);
        if (pays) {
            invariants.evidence().answered(id, answer);
        }
        return answer;
    }

    @Override
    public DestroyOutcome destroy(InstanceId id) {
        if (pays) {
            invariants.destroySent(id);
        }
        DestroyOutcome outcome = super.destroy(id);
        if (pays && outcome == DestroyOutcome.ALREADY_GONE) {
            invariants.evidence().answered(id, new InstanceAnswer.NoSuchInstance(id));
        }
        return outcome;
    }
}
