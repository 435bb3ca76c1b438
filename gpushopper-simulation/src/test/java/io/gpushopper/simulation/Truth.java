package io.gpushopper.simulation;

import io.gpushopper.domain.session.AccountId;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.Tag;
import io.gpushopper.testkit.FakeMarket;
import io.gpushopper.testkit.FakeSessionStore;
import io.gpushopper.testkit.MarketLie;
import io.gpushopper.testkit.Rental;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the market and the store really hold, as the invariants ask for it. Confined to one thread. */
final class Truth {
    final FakeMarket market;
    final FakeSessionStore store;
    private final List<FakeSessionStore> stores = new ArrayList<>();
    private final InstantSource clock;
    private final Map<String, Optional<Tag>> tags = new HashMap<>();
    private final Set<String> exempt = new HashSet<>();
    private final Set<InstanceId> deceived = new HashSet<>();
    private final Set<InstanceId> started = new HashSet<>();
    private Instant troubledAt = Instant.MIN;
    private @Nullable AccountId payer;
    private Duration showsPast = Duration.ZERO;

    Truth(FakeMarket market, FakeSessionStore store, InstantSource clock) {
        this.market = market;
        this.store = store;
        this.stores.add(store);
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** The account whose instances the market shows. */
    void paidBy(AccountId account) {
        payer = account;
    }

    /** Whether it can't be settled, since it was written for an account whose key no process has any more. */
    boolean isOutOfReach(LaunchAttempt attempt) {
        return attempt.isOpen() && payer != null && !attempt.account().equals(payer);
    }

    /**
     * The provider broke what is assumed of it for the purchases under this mark: it made a second instance, or shows one long after
     * its time. Then what bills may be unknown for a while; it is still to be found, ended and booked.
     */
    void exempt(String mark) {
        exempt.add(mark);
    }

    boolean isExempt(Rental rental) {
        return exempt.contains(rental.mark());
    }

    /** The provider accepts a destroy, and does it later or not at all. */
    void deceived(InstanceId id) {
        deceived.add(id);
    }

    boolean isDeceived(InstanceId id) {
        return deceived.contains(id);
    }

    /** Somebody starts the instance behind our back, and it bills before anybody can know of it. */
    void started(InstanceId id) {
        started.add(id);
    }

    boolean isStarted(Rental rental) {
        return started.contains(rental.id());
    }

    /** Somebody could not write to the store now. */
    void storeTroubled() {
        troubledAt = clock.instant();
    }

    boolean isStoreTroubled() {
        return !store.isWell() || troubledAt.equals(clock.instant());
    }

    /** A listing came, which may be stale. */
    void listed() {
        if (market.isLying(MarketLie.STALE_LISTING)) {
            showsPast = FakeMarket.STALE.compareTo(showsPast) > 0 ? FakeMarket.STALE : showsPast;
        }
    }

    /** An answer may be so much older when it is taken down: whoever asked stood still. */
    void overtaken(Duration time) {
        showsPast = showsPast.plus(time);
    }

    /** How long after its end somebody may have taken an instance for alive. */
    Duration showsPast() {
        return showsPast;
    }

    /** Sessions of a second store, whose processes take themselves for the same deployment. */
    void elsewhere(FakeSessionStore another) {
        stores.add(another);
    }

    /** The session, in whatever store it is. */
    Optional<Session> session(SessionId id) {
        return stores.stream().flatMap(one -> one.find(id).stream()).findFirst();
    }

    /** The session as it would be after a power cut at this moment, in whatever store it is. */
    Optional<Session> synced(SessionId id) {
        return stores.stream().flatMap(one -> one.synced(id).stream()).findFirst();
    }

    /** Empty when the instance is not ours. */
    Optional<Tag> tag(Rental rental) {
        return tags.computeIfAbsent(rental.mark(), Tag::parse);
    }

    boolean isOf(Rental rental, SessionId session) {
        return tag(rental).filter(tag -> tag.session().equals(session)).isPresent();
    }

    Optional<Rental> find(InstanceId id) {
        return market.rentals().stream()
                .filter(rental -> rental.id().equals(id))
                .findFirst();
    }

    /** Ours, that there are or were, by their sessions. */
    Map<SessionId, List<Rental>> bySession() {
        Map<SessionId, List<Rental>> ours = new TreeMap<>();
        for (Rental rental : market.rentals()) {
            tag(rental)
                    .ifPresent(tag -> ours.computeIfAbsent(tag.session(), any -> new ArrayList<>())
                            .add(rental));
        }
        return ours;
    }
}
