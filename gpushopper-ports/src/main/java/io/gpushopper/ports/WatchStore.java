package io.gpushopper.ports;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.AccountId;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.Stranger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What reconciliation must remember beside the sessions, shared by all replicas. Thread-safe; every write is on the disk when it returns. */
public interface WatchStore {
    /** When the provider's instances were last compared with the store; empty when they never were. */
    Optional<Instant> lastPass(ProviderId provider);

    /** Notes such a comparison, unless a later one is noted. */
    void passed(ProviderId provider, Instant at);

    /**
     * How many instances of that account went missing since then and were concluded gone, though no destroy of them was accepted and no
     * operator spoke.
     */
    int lostSince(AccountId account, Instant since);

    /** The strangers at the provider, by first sight and then id. */
    List<Stranger> strangers(ProviderId provider);

    /** Writes a stranger down, or what became of it. */
    void put(Stranger stranger);

    /** Forgets a stranger that is gone. */
    void forget(InstanceId stranger);
}
