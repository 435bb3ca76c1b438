package io.gpushopper.simulation;

import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LaunchOutcome;
import io.gpushopper.ports.LaunchRequest;
import io.gpushopper.ports.Provider;
import java.util.Set;

/** A provider whose purchases a process heard the answers of, which it must not forget (S4). */
final class HearingProvider extends MortalProvider {
    private final Set<InstanceId> heard;

    HearingProvider(Provider provider, Set<InstanceId> heard) {
        super(provider, new Life());
        this.heard = heard;
    }

    @Override
    public LaunchOutcome launch(LaunchRequest request) {
        LaunchOutcome outcome = super.launch(request);
        if (outcome instanceof LaunchOutcome.Launched launched) {
            heard.add(launched.instance());
        }
        return outcome;
    }
}
