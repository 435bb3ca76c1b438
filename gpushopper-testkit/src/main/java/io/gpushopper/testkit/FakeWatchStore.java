package io.gpushopper.testkit;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.AbsenceProof;
import io.gpushopper.domain.session.AccountId;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.Stranger;
import io.gpushopper.ports.WatchStore;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What {@link FakeSessionStore} remembers for reconciliation. Thread-safe. */
final class FakeWatchStore implements WatchStore {
    private final Map<ProviderId, Instant> passes = new TreeMap<>();
    private final Map<String, Stranger> strangers = new TreeMap<>();
    private final Supplier<Collection<Session>> sessions;

    FakeWatchStore(Supplier<Collection<Session>> sessions) {
        this.sessions = requireNonNull(sessions, "sessions");
    }

    synchronized FakeWatchStore copy(Supplier<Collection<Session>> theirs) {
        FakeWatchStore copy = new FakeWatchStore(theirs);
        copy.passes.putAll(passes);
        copy.strangers.putAll(strangers);
        return copy;
    }

    @Override
    public synchronized Optional<Instant> lastPass(ProviderId provider) {
        return Optional.ofNullable(passes.get(provider));
    }

    @Override
    public synchronized void passed(ProviderId provider, Instant at) {
        passes.merge(provider, at, (known, next) -> known.isBefore(next) ? next : known);
    }

    @Override
    public int lostSince(AccountId account, Instant since) {
        int lost = 0;
        for (Session session : sessions.get()) {
            for (Instance instance : session.instances()) {
                boolean billed = session.find(instance.tag())
                        .map(LaunchAttempt::account)
                        .filter(account::equals)
                        .isPresent();
                lost += billed && isLostSince(instance, since) ? 1 : 0;
            }
        }
        return lost;
    }

    private static boolean isLostSince(Instance instance, Instant since) {
        AbsenceProof absence = instance.ending().absence();
        boolean believed = absence.hold() != null && absence.hold().believedAt() != null;
        return instance.isGone()
                && instance.ending().destroyAcceptedAt() == null
                && !believed
                && absence.missingSince() != null
                && absence.missingSince().isAfter(since);
    }

    @Override
    public synchronized List<Stranger> strangers(ProviderId provider) {
        return strangers.values().stream()
                .filter(known -> known.id().provider().equals(provider))
                .sorted(Comparator.comparing(Stranger::firstSeenAt)
                        .thenComparing(known -> known.id().value()))
                .toList();
    }

    @Override
    public synchronized void put(Stranger stranger) {
        Stranger known = strangers.getOrDefault(key(stranger.id()), stranger);
        strangers.put(
                key(stranger.id()),
                new Stranger(stranger.id(), known.tag(), known.firstSeenAt(), stranger.kept(), stranger.word()));
    }

    @Override
    public synchronized void forget(InstanceId stranger) {
        strangers.remove(key(stranger));
    }

    private static String key(InstanceId id) {
        return id.toString();
    }
}
