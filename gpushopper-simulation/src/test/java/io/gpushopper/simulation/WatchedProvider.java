package io.gpushopper.simulation;

import io.gpushopper.domain.session.DestroyOutcome;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.ports.InstanceAnswer;
import io.gpushopper.ports.Provider;

/** A provider whose answers are written down, so that whatever is concluded can be held against them. */
final class WatchedProvider extends MortalProvider {
    private final Invariants invariants;

    WatchedProvider(Provider provider, Invariants invariants) {
        super(provider, new Life());
        this.invariants = invariants;
    }

    @Override
    public Listing instances() {
        Listing listing = super.instances();
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
