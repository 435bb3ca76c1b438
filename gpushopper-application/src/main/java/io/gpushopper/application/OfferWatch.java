package io.gpushopper.application;

import io.gpushopper.domain.health.MarketHealth;
import io.gpushopper.domain.health.OfferHealth;
import io.gpushopper.ports.SessionStore;
import java.time.Instant;
import java.time.InstantSource;

/** Keeps what the inventory believes of offers in step with the failures in the store, those of other replicas included. Thread-safe. */
final class OfferWatch {
    private final SessionStore sessions;
    private final Inventory inventory;
    private final InstantSource clock;

    OfferWatch(SessionStore sessions, Inventory inventory, InstantSource clock) {
        this.sessions = sessions;
        this.inventory = inventory;
        this.clock = clock;
    }

    /** What the failures that are in the store now say. */
    MarketHealth health() {
        Instant now = clock.instant();
        return MarketHealth.of(sessions.offerFailures(now.minus(OfferHealth.REMEMBERED)), now);
    }

    void pass() {
        inventory.judge(health());
    }
}
