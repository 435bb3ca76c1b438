package io.gpushopper.domain.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What really goes on in a machine, second by second, with everything that may go wrong in looking at it. It knows nothing of how use is
 * judged: what counts as use here is written down as such. All times are milliseconds of true time since the session runs.
 */
final class UseTrace {
    /**
     * Somebody uses the machine. Each is large enough that samples as far apart as may be must show it.
     *
     * @param gpuPercent 0 when no GPU computes
     * @param gpuPauses whether the GPU rests now and then, as it does while data is loaded
     * @param begins for how long it is too little to be told from nothing
     */
    private record Phase(
            long from,
            long to,
            int gpuPercent,
            boolean gpuPauses,
            double cores,
            double bytesPerMs,
            int logins,
            long begins) {
        boolean covers(long at) {
            return at >= from && at < to;
        }

        long overlap(long until) {
            return Math.max(0, Math.min(until, to) - from);
        }
    }

    /** Something goes wrong between two moments. */
    private record Outage(long from, long to) {
        boolean covers(long at) {
            return at >= from && at < to;
        }
    }

    private static final long MINUTE = 60_000;
    private static final long LONGEST = 12 * 60 * MINUTE - 10 * MINUTE;

    final int thresholdMinutes;
    final long end;
    final boolean faultless;
    private final Random random;
    private final long interval;
    private final double idleCores;
    private final double idleBytesPerMs;
    private final int idleGpuPercent;
    private final List<Phase> phases = new ArrayList<>();
    private final List<Long> heartbeats = new ArrayList<>();
    private final List<Outage> deaf = new ArrayList<>();
    private final List<Outage> mute = new ArrayList<>();
    private final List<Long> restarts = new ArrayList<>();
    private final List<Outage> stalls = new ArrayList<>();
    private final List<long[]> jumps = new ArrayList<>();
    private double ownProcessorMs;
    private double ownBytes;

    UseTrace(long seed) {
        random = new Random(seed);
        int[] usual = {1, 2, 3, 5, 10, 15, 20, 30, 45, 60, 120};
        thresholdMinutes = usual[random.nextInt(usual.length)];
        interval = Math.max(MINUTE, thresholdMinutes * MINUTE / 6);
        idleCores = random.nextDouble() * 0.04;
        idleBytesPerMs = random.nextDouble() * 300_000 / MINUTE;
        idleGpuPercent = random.nextInt(5);
        long horizon =
                Math.min(LONGEST, (long) (thresholdMinutes * MINUTE * (2 + random.nextDouble() * 8)) + 10 * MINUTE);
        faultless = random.nextInt(3) == 0;
        use(horizon);
        if (!faultless) {
            misfortune(horizon);
        }
        long slack = thresholdMinutes * MINUTE + 4 * interval + 5 * MINUTE;
        end = Math.min(LONGEST, Math.max(lastUse(Long.MAX_VALUE), lastFault()) + slack);
    }

    private void use(long horizon) {
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            long from = random.nextInt(4) == 0 ? 0 : (long) (random.nextDouble() * horizon);
            phases.add(phase(from, 1 + random.nextDouble() * random.nextInt(1, 6)));
        }
        if (random.nextInt(4) == 0) {
            long at = (long) (random.nextDouble() * horizon);
            int beats = random.nextInt(1, 30);
            for (int i = 0; i < beats; i++) {
                heartbeats.add(at + i * (long) (random.nextDouble() * 2 * MINUTE));
            }
        }
    }

    private Phase phase(long from, double size) {
        long seen = (long) ((3 * interval + 30_000) * size);
        double littleWork = 0.1 * interval + 7_000;
        double littleTraffic = 1e6 * interval / MINUTE + 400_000;
        return switch (random.nextInt(5)) {
            case 0 -> new Phase(from, from + seen, random.nextInt(6, 101), false, random.nextDouble() * 0.1, 0, 0, 0);
            case 1 -> {
                double cores = 0.5 + random.nextDouble() * 7;
                yield new Phase(
                        from, from + seen, random.nextInt(6, 101), true, cores, 0, 0, (long) (2 * littleWork / cores));
            }
            case 2 -> {
                double cores = 0.15 + random.nextDouble() * (random.nextBoolean() ? 1 : 31);
                long lasts = (long) (3 * littleWork * size / cores) + 1;
                yield new Phase(from, from + lasts, 0, false, cores, 0, 0, (long) (2 * littleWork / cores));
            }
            case 3 -> {
                double rate = (1_500_000 + random.nextDouble() * 3e9) / MINUTE;
                long lasts = (long) (3 * littleTraffic * size / rate) + 1;
                yield new Phase(from, from + lasts, 0, false, 0, rate, 0, (long) (2 * littleTraffic / rate));
            }
            default -> new Phase(from, from + seen, 0, false, 0, 0, random.nextInt(1, 4), 0);
        };
    }

    private void misfortune(long horizon) {
        for (int i = random.nextInt(4); i > 0; i--) {
            long from = (long) (random.nextDouble() * horizon);
            long lasts =
                    (long) (random.nextDouble() * (random.nextBoolean() ? 3 * MINUTE : 2L * thresholdMinutes * MINUTE));
            (random.nextBoolean() ? deaf : mute).add(new Outage(from, from + lasts));
        }
        if (random.nextInt(3) == 0) {
            restarts.add((long) (random.nextDouble() * horizon));
        }
        if (random.nextInt(3) == 0) {
            long jump = (long) (random.nextDouble() * (random.nextBoolean() ? 40_000 : 90 * MINUTE));
            jumps.add(new long[] {(long) (random.nextDouble() * horizon), jump});
        }
        if (random.nextInt(3) == 0) {
            long from = (long) (random.nextDouble() * horizon);
            stalls.add(new Outage(from, from + (long) (random.nextDouble() * 70 * MINUTE)));
        }
    }

    /** The last moment until then at which it was used; 0 when it never was. What has only just begun then is not told from nothing. */
    long lastUse(long until) {
        long last = 0;
        for (Phase phase : phases) {
            if (phase.from() + phase.begins() < until) {
                last = Math.max(last, Math.min(until, phase.to()));
            }
        }
        for (long beat : heartbeats) {
            last = beat <= until ? Math.max(last, beat) : last;
        }
        return last;
    }

    /** The last moment at which something went wrong; 0 when nothing did. */
    long lastFault() {
        long last = 0;
        for (List<Outage> outages : List.of(deaf, mute, stalls)) {
            for (Outage outage : outages) {
                last = Math.max(last, outage.to());
            }
        }
        for (long at : restarts) {
            last = Math.max(last, at);
        }
        for (long[] jump : jumps) {
            last = Math.max(last, jump[0]);
        }
        return last;
    }

    /** What our clock shows, in milliseconds after it showed that the session runs: it may jump ahead, or stand still. */
    long shownAt(long at) {
        long shown = at;
        for (Outage stall : stalls) {
            shown -= Math.max(0, Math.min(at, stall.to()) - stall.from());
        }
        for (long[] jump : jumps) {
            shown += at >= jump[0] ? jump[1] : 0;
        }
        return shown;
    }

    /** Whether our clock neither jumps nor stands still. */
    boolean isSteady() {
        return stalls.isEmpty() && jumps.isEmpty();
    }

    boolean failsAt(long at) {
        return deaf.stream().anyMatch(outage -> outage.covers(at));
    }

    /** A look that begins then and takes so long, what it costs the machine included. */
    UsageSample look(long at, long takes) {
        double outside = random.nextDouble() * 900;
        double outsideBytes = random.nextDouble() * 60_000;
        ownProcessorMs += outside * 0.6;
        ownBytes += outsideBytes * 0.6;
        UsageSample.Counters before = counters(at + takes / 4);
        ownProcessorMs += random.nextDouble() * 4_500;
        ownBytes += random.nextDouble() * 200_000;
        boolean untold = mute.stream().anyMatch(outage -> outage.covers(at));
        UsageSample sample = new UsageSample(
                untold && random.nextBoolean() ? null : gpuPercent(at + takes / 2),
                1,
                untold ? null : logins(at + takes / 2),
                before,
                counters(at + takes));
        ownProcessorMs += outside * 0.4;
        ownBytes += outsideBytes * 0.4;
        return sample;
    }

    private int gpuPercent(long at) {
        int percent = idleGpuPercent;
        for (Phase phase : phases) {
            boolean rests = phase.gpuPauses() && random.nextInt(3) == 0;
            percent = phase.covers(at) && !rests ? Math.max(percent, phase.gpuPercent()) : percent;
        }
        return percent;
    }

    private int logins(long at) {
        return phases.stream()
                .filter(phase -> phase.covers(at))
                .mapToInt(Phase::logins)
                .sum();
    }

    private UsageSample.Counters counters(long at) {
        long since = 0;
        for (long restart : restarts) {
            since = restart <= at ? Math.max(since, restart) : since;
        }
        boolean restarted = since > 0;
        double processor = ownProcessorMs + processor(at) - (restarted ? ownProcessorMs * 0.9 + processor(since) : 0);
        double bytes = ownBytes + bytes(at) - (restarted ? ownBytes * 0.9 + bytes(since) : 0);
        return new UsageSample.Counters(
                Duration.ofMillis(at - since + (restarted ? 0 : 3_600_000L)),
                Duration.ofMillis((long) processor),
                (long) bytes);
    }

    private double processor(long at) {
        double used = idleCores * at;
        for (Phase phase : phases) {
            used += phase.cores() * phase.overlap(at);
        }
        return used;
    }

    private double bytes(long at) {
        double carried = idleBytesPerMs * at;
        for (Phase phase : phases) {
            carried += phase.bytesPerMs() * phase.overlap(at);
        }
        return carried;
    }

    /** The last heartbeat until then; -1 when there was none. */
    long lastHeartbeat(long until) {
        return heartbeats.stream()
                .filter(beat -> beat <= until)
                .mapToLong(Long::longValue)
                .max()
                .orElse(-1);
    }

    long intervalMs() {
        return interval;
    }

    @Override
    public String toString() {
        return "threshold " + thresholdMinutes + " min, use " + phases + ", heartbeats " + heartbeats + ", deaf " + deaf
                + ", mute " + mute + ", restarts " + restarts + ", stalls " + stalls + ", jumps "
                + jumps.stream().map(java.util.Arrays::toString).toList();
    }
}
