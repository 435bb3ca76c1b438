package io.gpushopper.domain.session;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whose evidence counts: only that of the account that was billed. An account that is known by a fingerprint of its credential alone looks
 * like another one when that is changed; it is the same once it lists an instance of ours, even one that had been proved gone, under its whole tag,
 * or an operator says so. Accounts that a provider names itself are never taken for one another. Pure.
 */
public final class BilledAccounts {
    private BilledAccounts() {}

    /** Whether what that account tells is evidence of the purchase under that tag: whether it was billed for it. */
    public static boolean speaksFor(AccountId teller, Collection<LaunchAttempt> attempts, Tag tag) {
        return attempts.stream()
                .anyMatch(attempt ->
                        attempt.tag().equals(tag) && attempt.account().equals(teller));
    }

    /** The accounts from which something about the session is still to be learnt: of open attempts, and of instances that are not gone. */
    public static Set<AccountId> of(Session session) {
        Set<AccountId> billed = new TreeSet<>();
        for (LaunchAttempt attempt : session.attempts()) {
            boolean open = attempt.isOpen() && attempt.sent() != null;
            boolean there = session.instances().stream()
                    .anyMatch(instance -> instance.tag().equals(attempt.tag()) && !instance.isGone());
            if (open || there) {
                billed.add(attempt.account());
            }
        }
        return billed;
    }

    /** The accounts, other than its own, that the listing proves to be the one that it comes from. */
    public static Set<AccountId> provenSame(Listing.Complete listing, Collection<Session> unfinished) {
        Map<InstanceId, String> marks = new HashMap<>();
        listing.instances().forEach(view -> marks.put(view.id(), view.mark()));
        Set<AccountId> same = new TreeSet<>();
        for (Session session : unfinished) {
            for (Instance instance : session.instances()) {
                boolean shown = instance.tag().text().equals(marks.get(instance.id()));
                session.find(instance.tag())
                        .map(LaunchAttempt::account)
                        .filter(account -> shown && mayBeSame(account, listing.account()))
                        .ifPresent(same::add);
            }
        }
        return same;
    }

    /** The accounts named by the sessions that an operator may say to be this one. */
    public static Set<AccountId> maybeSame(AccountId account, Collection<Session> unfinished) {
        return unfinished.stream()
                .flatMap(session -> of(session).stream())
                .filter(named -> mayBeSame(named, account))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The session with its attempts under the name that its account has now; to be looked at at once. */
    public static Decision rebilled(Session session, Set<AccountId> before, AccountId now, Instant moment) {
        List<LaunchAttempt> attempts = session.attempts().stream()
                .map(attempt -> before.contains(attempt.account()) ? attempt.billedTo(now) : attempt)
                .toList();
        Session next = new Session(
                session.id(),
                session.terms(),
                session.state(),
                attempts,
                session.instances(),
                session.delivery(),
                session.stamp(),
                session.nextActAt() == null ? null : moment);
        return Decision.of(next)
                .noting(new SessionEvent(
                        session.id(),
                        moment,
                        session.status(),
                        session.status(),
                        "its account is known by another credential now: " + now.value(),
                        Actor.ENGINE));
    }

    private static boolean mayBeSame(AccountId one, AccountId other) {
        return !one.equals(other)
                && one.provider().equals(other.provider())
                && one.baseUrl().equals(other.baseUrl())
                && (one.isFingerprint() || other.isFingerprint());
    }
}
