package io.gpushopper.simulator.vastai;

import io.gpushopper.simulator.market.CsvTable;
import io.gpushopper.simulator.vastai.VastAiOffer.Cpu;
import io.gpushopper.simulator.vastai.VastAiOffer.Gpus;
import io.gpushopper.simulator.vastai.VastAiOffer.Host;
import io.gpushopper.simulator.vastai.VastAiOffer.Network;
import io.gpushopper.simulator.vastai.VastAiOffer.Terms;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes offers from a seed: the first ones are the real market's combinations in an order of the seed, further ones
 * vary their prices and places. Every so many offers has one of the oddities of the real market, the first few none.
 */
final class OfferGenerator {

    private static final List<List<String>> MARKET = CsvTable.read(OfferGenerator.class, "vast-offers.csv");
    private static final Map<String, Integer> CPU_CORES =
            Map.of("AMD EPYC 7543", 64, "AMD EPYC 9354", 128, "Xeon Gold 6248", 80, "AMD EPYC 7702", 256);
    private static final List<String> CPUS =
            CPU_CORES.keySet().stream().sorted().toList();
    private static final List<String> DRIVERS = List.of("550.127.05", "570.133.20", "575.57.08");
    private static final List<String> CUDA = List.of("12.4", "12.8", "12.9");

    private final Random random;
    private final Instant now;
    private final List<List<String>> rows = new ArrayList<>(MARKET);
    private long nextId;

    OfferGenerator(long seed, Instant now) {
        this.random = new Random(seed);
        this.now = now;
        this.nextId = 40_000_000L + random.nextInt(1_000_000);
        Collections.shuffle(rows, random);
    }

    List<VastAiOffer> offers(int count) {
        return IntStream.range(0, count).mapToObj(this::offer).toList();
    }

    long nextId() {
        return nextId++;
    }

    private VastAiOffer offer(int index) {
        List<String> row = rows.get(index % rows.size());
        boolean variation = index >= rows.size();
        int count = Integer.parseInt(row.get(1));
        VastAiGpu model = VastAiGpu.ALL.get(row.get(2));
        if (model == null) {
            throw new IllegalStateException("gpus.csv lacks " + row.get(2));
        }
        BigDecimal price = new BigDecimal(row.get(4));
        String place = row.get(5);
        if (variation) {
            price = price.multiply(between(0.85, 1.3, 4)).setScale(4, RoundingMode.HALF_UP);
            place = rows.get(random.nextInt(rows.size())).get(5);
        }
        int driver = random.nextInt(DRIVERS.size());
        int machineGpus = Math.max(count, 1 << random.nextInt(4));
        Gpus gpus = new Gpus(
                model,
                count,
                Integer.parseInt(row.get(3)),
                machineGpus,
                DRIVERS.get(driver),
                new BigDecimal(CUDA.get(driver)));
        return new VastAiOffer(nextId(), gpus, host(index, gpus, place), terms(index, price));
    }

    private Host host(int index, Gpus gpus, String place) {
        String cpu = CPUS.get(random.nextInt(CPUS.size()));
        int cores = CPU_CORES.getOrDefault(cpu, 64);
        BigDecimal effective =
                gpus.fraction().multiply(BigDecimal.valueOf(cores)).setScale(1, RoundingMode.HALF_UP);
        @Nullable Integer knownCores = index % 40 == 29 ? null : Integer.valueOf(cores);
        return new Host(
                30_000L + index,
                90_000L + random.nextInt(4_000),
                index % 50 == 33 ? null : place,
                index % 12 == 7 ? "unverified" : "verified",
                random.nextInt(3) > 0,
                index % 15 == 11 ? between(0.80, 0.94, 4) : between(0.96, 0.9999, 4),
                new Cpu(cpu, knownCores, effective, between(2.2, 3.9, 1), cores * 4_026),
                between(120, 4_000, 1),
                new Network(
                        between(150, 8_000, 1),
                        between(100, 6_000, 1),
                        index % 20 == 13 ? 0 : 4 + random.nextInt(250)));
    }

    private Terms terms(int index, BigDecimal price) {
        Duration left = index % 25 == 19 ? Duration.ofMinutes(90) : Duration.ofHours(48 + random.nextInt(180 * 24));
        Instant end = index % 30 == 17 ? null : now.plus(left);
        return new Terms(
                price,
                between(0.08, 0.3, 3),
                price.divide(BigDecimal.valueOf(2), 4, RoundingMode.HALF_UP),
                now.minus(Duration.ofHours(1 + random.nextInt(2_000))),
                end);
    }

    private BigDecimal between(double low, double high, int scale) {
        return BigDecimal.valueOf(low + random.nextDouble() * (high - low)).setScale(scale, RoundingMode.HALF_UP);
    }
}
