package io.gpushopper.domain.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Distrusts a provider that lacks many of our instances at once. Of those expected to be there, when all are missing and they are two or
 * more, or more than three and more than a quarter, within {@link #WINDOW}, what is missing is held: nothing is concluded about
 * it. Instances whose destroy was accepted are expected to vanish and are not counted, nor those an operator believed to be gone. What is held
 * already counts as missing for as long as it is, so that what follows it is judged with it. What the provider has not called missing by id
 * is not held yet, for nothing is concluded of it before another listing. Pure; it must judge each complete listing
 * before that is evidence for anything, with the store read after the listing arrived.
 */
public final class Breaker {
    /** What goes missing so soon one after another is missing at once. */
    public static final Duration WINDOW = Duration.ofMinutes(10);

    private Breaker() {}

    /**
     * Those to be held from now on, by session.
     *
     * @param unfinished the sessions of its provider that are not over
     * @param lostLately how many instances of the account went missing within {@link #WINDOW} and were concluded gone since
     * @param visibilityLag how long an instance may bill before the provider shows it
     */
    public static Map<SessionId, Set<InstanceId>> judge(
            Listing.Complete listing,
            Collection<Session> unfinished,
            int lostLately,
            Duration visibilityLag,
            Instant now) {
        Set<InstanceId> listed = new HashSet<>();
        listing.instances().forEach(view -> listed.add(view.id()));
        Map<SessionId, Set<InstanceId>> fresh = new TreeMap<>();
        int expected = lostLately;
        int missing = lostLately;
        for (Session session : unfinished) {
            for (Instance instance : expected(listing, session, visibilityLag)) {
                boolean held = instance.ending().absence().isHeld();
                boolean there = listed.contains(instance.id()) || isSeenSince(instance, listing.askedAt());
                if (there) {
                    expected++;
                } else if (held || isMissingLately(instance, now)) {
                    expected++;
                    missing++;
                    if (!held && instance.ending().absence().firstAnswerAt() != null) {
                        fresh.computeIfAbsent(session.id(), id -> new HashSet<>())
                                .add(instance.id());
                    }
                }
            }
        }
        return trips(expected, missing) ? fresh : Map.of();
    }

    /** Whether so many missing of so many expected are too many to be believed. */
    static boolean trips(int expected, int missing) {
        boolean all = missing == expected && expected > 1;
        return all || Mass.isMass(missing, expected);
    }

    private static List<Instance> expected(Listing.Complete listing, Session session, Duration visibilityLag) {
        List<Instance> expected = new ArrayList<>();
        for (Instance instance : session.instances()) {
            boolean billed = BilledAccounts.speaksFor(listing.account(), session.attempts(), instance.tag());
            if (billed && isExpected(instance) && instance.mayBeKnownAbsent(listing.askedAt(), visibilityLag)) {
                expected.add(instance);
            }
        }
        return expected;
    }

    private static boolean isExpected(Instance instance) {
        Instant accepted = instance.ending().destroyAcceptedAt();
        boolean vanishes = accepted != null && !InstanceEnding.livesOn(instance, accepted);
        AbsenceHold hold = instance.ending().absence().hold();
        boolean believed = hold != null && hold.believedAt() != null;
        boolean held = instance.ending().absence().isHeld();
        return !instance.isGone() && !believed && (held || !vanishes);
    }

    private static boolean isSeenSince(Instance instance, Instant askedAt) {
        Instant seen = instance.sightings().lastSeenAt();
        return seen != null && seen.isAfter(askedAt);
    }

    private static boolean isMissingLately(Instance instance, Instant now) {
        Instant since = instance.ending().absence().missingSince();
        return since == null || since.isAfter(now.minus(WINDOW));
    }
}
