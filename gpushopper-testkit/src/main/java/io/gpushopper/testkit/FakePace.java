package io.gpushopper.testkit;

import static java.util.Objects.requireNonNull;

import io.gpushopper.ports.PaceBudget;
import io.gpushopper.ports.PaceSlots;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** The shared pace of accounts in memory, by an injected clock. Thread-safe. */
public final class FakePace {
    /** A process that waits asks again before that, or is dead. */
    private static final Duration CLAIM = Duration.ofSeconds(10);

    private static final Duration BEHIND_OTHERS = Duration.ofMillis(100);

    private final InstantSource clock;
    private final Map<String, Instant> nextFull = new HashMap<>();
    private final Map<String, Map<String, Claim>> claims = new HashMap<>();

    public FakePace(InstantSource clock) {
        this.clock = requireNonNull(clock, "clock");
    }

    private record Claim(int rank, Instant validUntil) {}

    /** The slots as one process takes them. */
    public PaceSlots of(String process) {
        return new Slots(process);
    }

    private final class Slots implements PaceSlots {
        private final String name;

        Slots(String name) {
            this.name = requireNonNull(name, "name");
        }

        @Override
        public Duration take(PaceBudget budget, int rank) {
            synchronized (FakePace.this) {
                Instant now = clock.instant();
                Instant full = nextFull.getOrDefault(budget.name(), now);
                Instant free = full.minus(budget.allowance());
                boolean mayGo = !free.isAfter(now);
                if (mayGo && !isBehindOthers(budget, rank, now)) {
                    nextFull.put(budget.name(), (full.isAfter(now) ? full : now).plus(budget.interval()));
                    claimsOf(budget).remove(name);
                    return Duration.ZERO;
                }
                Duration wait = mayGo ? BEHIND_OTHERS : Duration.between(now, free);
                claimsOf(budget).put(name, new Claim(rank, now.plus(wait).plus(CLAIM)));
                return wait;
            }
        }

        @Override
        public void hold(PaceBudget budget, Duration time) {
            synchronized (FakePace.this) {
                Instant until = clock.instant().plus(time).plus(budget.allowance());
                nextFull.merge(budget.name(), until, (one, other) -> one.isAfter(other) ? one : other);
            }
        }

        @Override
        public void leave(PaceBudget budget) {
            synchronized (FakePace.this) {
                claimsOf(budget).remove(name);
            }
        }

        private boolean isBehindOthers(PaceBudget budget, int rank, Instant now) {
            return claimsOf(budget).entrySet().stream()
                    .filter(claim -> !claim.getKey().equals(name))
                    .map(Map.Entry::getValue)
                    .anyMatch(claim -> claim.rank() < rank && claim.validUntil().isAfter(now));
        }

        private Map<String, Claim> claimsOf(PaceBudget budget) {
            return claims.computeIfAbsent(budget.name(), key -> new HashMap<>());
        }
    }
}
