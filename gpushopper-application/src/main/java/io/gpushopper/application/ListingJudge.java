package io.gpushopper.application;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.AccountId;
import io.gpushopper.domain.session.BilledAccounts;
import io.gpushopper.domain.session.Breaker;
import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.domain.session.Observation;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionDecider;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.ports.Alarm;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.SessionStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges each complete listing once, before anybody may take it as evidence: whether it comes from an account that was billed, and whether it
 * lacks so much that the breaker holds what would follow. It reads the store after the listing has arrived. Thread-safe.
 */
final class ListingJudge {
    private static final Logger LOG = LoggerFactory.getLogger(ListingJudge.class);
    private static final String MASS_ABSENCE = "mass_absence";

    private final SessionStore sessions;
    private final Providers providers;
    private final SessionReporter reporter;
    private final Alarms alarms;
    private final PurchaseBan purchaseBan;
    private final InstantSource clock;

    ListingJudge(
            SessionStore sessions,
            Providers providers,
            SessionReporter reporter,
            Alarms alarms,
            PurchaseBan purchaseBan,
            InstantSource clock) {
        this.sessions = sessions;
        this.providers = providers;
        this.reporter = reporter;
        this.alarms = alarms;
        this.purchaseBan = purchaseBan;
        this.clock = clock;
    }

    /** A complete listing has arrived. */
    void arrived(Listing.Complete listing) {
        ProviderId provider = listing.provider();
        List<Session> unfinished = sessions.unfinishedAt(provider);
        Set<AccountId> same = BilledAccounts.provenSame(listing, unfinished);
        if (!same.isEmpty()) {
            rebill(unfinished, same, listing.account());
            unfinished = sessions.unfinishedAt(provider);
        }
        tellOfMissing(provider, unfinished, listing.account());
        Map<SessionId, Set<InstanceId>> fresh = Breaker.judge(
                listing,
                unfinished,
                sessions.watch().lostSince(listing.account(), clock.instant().minus(Breaker.WINDOW)),
                providers.policy(provider).visibilityLag(),
                clock.instant());
        fresh.forEach((session, instances) -> change(session, new Observation.AbsenceHeld(instances)));
        if (!fresh.isEmpty()) {
            LOG.error(
                    "{} lacks instances of {} sessions at once: that they are gone is not believed before half an hour of it,"
                            + " or an operator says so",
                    provider,
                    fresh.size());
            unfinished = sessions.unfinishedAt(provider);
        }
        int held = held(unfinished);
        alarms.set(provider, Alarm.ABSENCE_HELD, held == 0 ? Map.of() : Map.of(MASS_ABSENCE, held));
        if (unfinished.stream().noneMatch(ListingJudge::hasRefusedDestroy)) {
            purchaseBan.noDestroyRefused(provider);
        }
    }

    /** An instance of that session, over or not, is shown; by it the account that it was bought from may be known again. */
    void knowsAgain(SessionId id, Listing.Complete listing) {
        List<Session> session = sessions.find(id).stream().toList();
        Set<AccountId> same = BilledAccounts.provenSame(listing, session);
        if (!same.isEmpty()) {
            rebill(session, same, listing.account());
        }
    }

    private static boolean hasRefusedDestroy(Session session) {
        return session.instances().stream()
                .anyMatch(instance -> !instance.isGone() && instance.ending().refusals() > 0);
    }

    /** Says which of the accounts that sessions name has no credential; nothing is concluded about those sessions. */
    void tellOfUnconfigured() {
        Map<ProviderId, Map<String, Integer>> named = new TreeMap<>();
        for (Session session : sessions.unfinished()) {
            if (providers.find(session.provider()).isEmpty()) {
                BilledAccounts.of(session)
                        .forEach(account -> named.computeIfAbsent(session.provider(), id -> new TreeMap<>())
                                .merge(account.value(), 1, Integer::sum));
            }
        }
        named.forEach(this::missing);
    }

    /** An operator says that what the breaker holds at the provider is gone. */
    int believeAbsence(ProviderId provider) {
        List<Session> unfinished = sessions.unfinishedAt(provider);
        int held = held(unfinished);
        for (Session session : unfinished) {
            if (held(List.of(session)) > 0) {
                change(session.id(), new Observation.AbsenceBelieved());
            }
        }
        alarms.set(provider, Alarm.ABSENCE_HELD, Map.of());
        return held;
    }

    /** An operator says that the configured credential is for the account that sessions there name. */
    int believeAccount(ProviderId provider) {
        AccountId account = providers.account(provider);
        List<Session> unfinished = sessions.unfinishedAt(provider);
        Set<AccountId> same = BilledAccounts.maybeSame(account, unfinished);
        return rebill(unfinished, same, account);
    }

    private int rebill(Collection<Session> unfinished, Set<AccountId> before, AccountId now) {
        int rebilled = 0;
        for (Session session : unfinished) {
            if (session.attempts().stream().anyMatch(attempt -> before.contains(attempt.account()))) {
                sessions.amend(
                        session.id(),
                        current -> BilledAccounts.rebilled(current, before, now, clock.instant()),
                        Durability.SYNCED);
                rebilled++;
            }
        }
        LOG.warn("{} sessions of {} are now seen by another credential of the same account", rebilled, now.provider());
        return rebilled;
    }

    private void tellOfMissing(ProviderId provider, Collection<Session> unfinished, AccountId configured) {
        Map<String, Integer> named = new TreeMap<>();
        for (Session session : unfinished) {
            BilledAccounts.of(session).stream()
                    .filter(account -> !account.equals(configured))
                    .forEach(account -> named.merge(account.value(), 1, Integer::sum));
        }
        missing(provider, named);
    }

    private void missing(ProviderId provider, Map<String, Integer> named) {
        if (!alarms.reasons(provider, Alarm.ACCOUNT_MISSING).equals(named.keySet())) {
            named.forEach((account, count) -> LOG.error(
                    "{} sessions at {} were bought from account {}, and no credential of it is configured: nothing is"
                            + " concluded about them, and nothing is bought there, until it is configured again",
                    count,
                    provider,
                    account));
        }
        alarms.set(provider, Alarm.ACCOUNT_MISSING, named);
    }

    /** A fact, whoever works on the session now; what follows from it is left to the engine, which is to look at once. */
    private void change(SessionId id, Observation seen) {
        Decision[] applied = new Decision[1];
        sessions.amend(id, current -> applied[0] = decided(current, seen), Durability.SYNCED)
                .ifPresent(after -> reporter.decided(after, seen, applied[0]));
    }

    private Decision decided(Session session, Observation seen) {
        Instant now = clock.instant();
        return SessionDecider.decide(session, seen, providers.policy(session.provider()), now)
                .leftToTheEngine(now);
    }

    private static int held(Collection<Session> sessions) {
        int held = 0;
        for (Session session : sessions) {
            for (Instance instance : session.instances()) {
                held += !instance.isGone() && instance.ending().absence().isHeld() ? 1 : 0;
            }
        }
        return held;
    }
}
