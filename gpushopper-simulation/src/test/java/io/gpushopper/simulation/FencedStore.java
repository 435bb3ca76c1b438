package io.gpushopper.simulation;

import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.spending.SpendGuard;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.SessionStore;
import java.util.Optional;

/** S10: no decision is saved but under the epoch that is current at the store. */
final class FencedStore extends MortalStore {
    private final SessionStore truth;
    private final Invariants invariants;

    FencedStore(SessionStore store, SessionStore truth, Invariants invariants) {
        super(store, new Life());
        this.truth = truth;
        this.invariants = invariants;
    }

    @Override
    public Optional<Session> save(Decision decision, Durability durability, SpendGuard guard) {
        boolean current = truth.find(decision.next().id())
                .filter(known ->
                        known.stamp().epoch() == decision.next().stamp().epoch())
                .isPresent();
        Optional<Session> saved = super.save(decision, durability, guard);
        if (saved.isPresent() && !current) {
            invariants.violated("S10: a decision was saved under an epoch that was over: " + decision.next());
        }
        return saved;
    }
}
