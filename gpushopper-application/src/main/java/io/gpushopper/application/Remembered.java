package io.gpushopper.application;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for once and is good for a while. Whoever comes while it is being asked for waits for that answer, and nobody else asks.
 * When it can't be had anew, what there was is good for a minute longer. Thread-safe.
 */
final class Remembered<K, V> {
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final ConcurrentHashMap<K, Answer<V>> answers = new ConcurrentHashMap<>();
    private final Duration fresh;
    private final int most;
    private final InstantSource clock;

    /**
     * @param fresh for how long an answer is good
     * @param most how many are remembered; beyond that all are forgotten
     */
    Remembered(Duration fresh, int most, InstantSource clock) {
        this.fresh = fresh;
        this.most = most;
        this.clock = clock;
    }

    /**
     * The answer.
     *
     * @param ask how to come by it; what it throws is thrown here, when there was no answer before
     * @param worthKeeping whether to remember it
     */
    V get(K key, Supplier<V> ask, Predicate<V> worthKeeping) {
        Instant now = clock.instant();
        if (answers.size() > most) {
            answers.clear();
        }
        Answer<V> mine = new Answer<>(now.plus(fresh), new CompletableFuture<>());
        AtomicReference<@Nullable Answer<V>> before = new AtomicReference<>();
        Answer<V> shared = answers.compute(key, (same, held) -> {
            before.set(held);
            return held != null && held.goodUntil.isAfter(now) ? held : mine;
        });
        return mine.equals(shared) ? asked(key, mine, before.get(), ask, worthKeeping) : shared.await();
    }

    private V asked(K key, Answer<V> mine, @Nullable Answer<V> before, Supplier<V> ask, Predicate<V> worthKeeping) {
        try {
            V value = ask.get();
            mine.value.complete(value);
            if (!worthKeeping.test(value)) {
                answers.remove(key, mine);
            }
            return value;
        } catch (RuntimeException | Error failed) {
            if (before != null && before.isGiven()) {
                V old = before.await();
                mine.value.complete(old);
                answers.replace(key, mine, new Answer<>(clock.instant().plus(AGAIN), mine.value));
                return old;
            }
            mine.value.completeExceptionally(failed);
            answers.remove(key, mine);
            throw failed;
        }
    }

    private record Answer<V>(Instant goodUntil, CompletableFuture<V> value) {
        boolean isGiven() {
            return value.isDone() && !value.isCompletedExceptionally();
        }

        V await() {
            try {
                return value.join();
            } catch (CompletionException failed) {
                if (failed.getCause() instanceof RuntimeException theirs) {
                    throw theirs;
                }
                throw failed;
            }
        }
    }
}
