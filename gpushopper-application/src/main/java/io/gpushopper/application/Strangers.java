package io.gpushopper.application;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.domain.session.ReconcileFinding;
import io.gpushopper.domain.session.Stranger;
import io.gpushopper.domain.session.StrangerRule;
import io.gpushopper.ports.Alarm;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.ports.Threads;
import io.gpushopper.ports.WatchStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after instances under our id whose session the store has never heard of, as {@link StrangerRule} says. Thread-safe. */
final class Strangers {
    private static final Logger LOG = LoggerFactory.getLogger(Strangers.class);
    // How much older than the last pass the store's note of it may be; an instance of that time is kept, and not
    // destroyed.
    private static final Duration NOTE_EVERY = Duration.ofSeconds(60);

    private final Map<ProviderId, Optional<Instant>> passesBeforeStart = new ConcurrentHashMap<>();
    private final Map<ProviderId, Instant> noted = new ConcurrentHashMap<>();
    private final WatchStore store;
    private final Providers providers;
    private final Alarms alarms;
    private final Threads threads;
    private final Duration hardLimit;
    private final InstantSource clock;

    Strangers(EngineParts parts, Providers providers, Alarms alarms, Threads threads, InstantSource clock) {
        this.store = parts.sessions().watch();
        this.providers = providers;
        this.alarms = alarms;
        this.threads = threads;
        this.hardLimit = parts.settings().hardLimit();
        this.clock = clock;
    }

    /**
     * A pass has compared that listing with the store.
     *
     * @param shown those that it shows
     * @param ours how many instances our sessions answer for there; only asked for when there are strangers
     * @param mayEnd whether the store is known to be the one and only of the deployment
     * @return when each is destroyed, now if it is due; nothing while none may be ended
     */
    Map<InstanceId, Instant> pass(
            Listing.Complete listing, Collection<ReconcileFinding.Stranger> shown, int ours, boolean mayEnd) {
        ProviderId provider = listing.provider();
        Optional<Instant> before = passesBeforeStart.computeIfAbsent(provider, store::lastPass);
        Map<InstanceId, Stranger> known = new ConcurrentHashMap<>();
        store.strangers(provider).forEach(stranger -> known.put(stranger.id(), stranger));
        StrangerRule.Surroundings around =
                new StrangerRule.Surroundings(shown.size(), ours, before.orElse(null), hardLimit);
        Map<String, Integer> counts = new TreeMap<>();
        Set<InstanceId> there = new HashSet<>();
        Map<InstanceId, Instant> ends = new HashMap<>();
        for (ReconcileFinding.Stranger finding : shown) {
            Stranger stranger = known(known, finding, around);
            there.add(stranger.id());
            counts.merge(stranger.kept() == null ? "new" : stranger.kept().word(), 1, Integer::sum);
            if (mayEnd) {
                ends.put(stranger.id(), endedWhenDue(stranger));
            }
        }
        known.values().stream()
                .filter(gone -> !there.contains(gone.id()) && gone.kept() == null && gone.word() == null)
                .forEach(gone -> store.forget(gone.id()));
        alarms.set(provider, Alarm.STRANGERS, counts);
        if (mayEnd) {
            note(provider);
        }
        return ends;
    }

    private Instant endedWhenDue(Stranger stranger) {
        Instant now = clock.instant();
        Instant due = StrangerRule.endsAt(stranger, hardLimit);
        if (now.isBefore(due)) {
            return due;
        }
        destroy(stranger);
        return now;
    }

    private Stranger known(
            Map<InstanceId, Stranger> known, ReconcileFinding.Stranger finding, StrangerRule.Surroundings around) {
        InstanceId id = finding.view().id();
        Stranger before = known.get(id);
        Stranger stranger = StrangerRule.judged(
                before == null ? Stranger.seen(id, finding.tag(), clock.instant()) : before, around);
        if (!stranger.equals(before)) {
            store.put(stranger);
            LOG.error(
                    "instance {} carries our tag {}, but the store has never heard of its session: it is destroyed at {}{}"
                            + " unless an operator says otherwise",
                    id,
                    stranger.tag(),
                    StrangerRule.endsAt(stranger, hardLimit),
                    stranger.kept() == null ? "" : " (" + stranger.kept().word() + ")");
        }
        return stranger;
    }

    /** The strangers at the provider, whether shown now or kept in mind. */
    List<Stranger> at(ProviderId provider) {
        return store.strangers(provider);
    }

    /** An operator says what is to become of one; the next pass acts on it. */
    Stranger tell(InstanceId id, Stranger.Word word) {
        Stranger told = at(id.provider()).stream()
                .filter(stranger -> stranger.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new NotFoundException("stranger", id.toString()))
                .told(word);
        store.put(told);
        LOG.warn("stranger {}: an operator says {}", id, word == Stranger.Word.ADOPT ? "keep" : "destroy");
        return told;
    }

    private void destroy(Stranger stranger) {
        try {
            threads.ends().execute(() -> destroyNow(stranger));
        } catch (RejectedExecutionException full) {
            LOG.debug("stranger {}: its turn comes with the next pass", stranger.id(), full);
        }
    }

    private void destroyNow(Stranger stranger) {
        try {
            LOG.warn(
                    "stranger {}: destroy {}",
                    stranger.id(),
                    providers.require(stranger.id().provider()).destroy(stranger.id()));
        } catch (ProviderException refused) {
            LOG.warn("stranger {} is not destroyed yet: {}", stranger.id(), refused.getMessage());
        }
    }

    /** Only of a store that is the one and only: another can't tell by its passes what it should have heard of. */
    private void note(ProviderId provider) {
        Instant now = clock.instant();
        Instant last = noted.get(provider);
        if (last == null || !now.isBefore(last.plus(NOTE_EVERY))) {
            store.passed(provider, now);
            noted.put(provider, now);
        }
    }
}
