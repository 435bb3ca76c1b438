package io.gpushopper.archfixture.application;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Each takes time, chance or a thread from the world instead of being handed it. */
interface Impatience {
    final class AsksTheTime {
        Instant take() {
            return Instant.now();
        }
    }

    final class AsksTheTimeByReference {
        Supplier<Instant> take() {
            return Instant::now;
        }
    }

    final class MakesAClock {
        Clock take() {
            return Clock.systemUTC();
        }
    }

    final class CountsMilliseconds {
        long take() {
            return System.currentTimeMillis();
        }
    }

    final class CountsNanoseconds {
        long take() {
            return System.nanoTime();
        }
    }

    final class MakesAnId {
        UUID take() {
            return UUID.randomUUID();
        }
    }

    final class ThrowsDice {
        double take() {
            return Math.random();
        }
    }

    final class MakesUnseededChance {
        Random take() {
            return new Random();
        }
    }

    final class UsesItsThreadsChance {
        int take() {
            return ThreadLocalRandom.current().nextInt();
        }
    }

    final class Sleeps {
        void take() throws InterruptedException {
            Thread.sleep(1);
        }
    }

    final class SleepsOtherwise {
        void take() throws InterruptedException {
            TimeUnit.SECONDS.sleep(1);
        }
    }

    final class MakesAThread {
        Thread take() {
            return new Thread(() -> {}, "fixture");
        }
    }

    final class UsesTheCommonPool {
        ForkJoinPool take() {
            return ForkJoinPool.commonPool();
        }
    }

    final class UsesTheCommonPoolUnsaid {
        CompletableFuture<Integer> take() {
            return CompletableFuture.supplyAsync(() -> 1);
        }
    }

    final class UsesTheCommonPoolForAStream {
        Stream<Integer> take(List<Integer> numbers) {
            return numbers.parallelStream();
        }
    }
}
