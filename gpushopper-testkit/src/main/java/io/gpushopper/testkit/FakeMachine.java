package io.gpushopper.testkit;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.InstanceReading;
import io.gpushopper.domain.session.ProbeStage;
import io.gpushopper.domain.session.SshEndpoint;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.domain.session.UsageSample;
import io.gpushopper.ports.SetupSecrets;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A machine without a network, for a {@link FakeSshProbe}. It is up and lets nobody in at first. Thread-safe. */
public final class FakeMachine implements ProbedMachine {
    private static final long MINUTE_MS = 60_000;

    private final String host;
    private final int port;
    private final Map<String, List<String>> authorisedKeys = new TreeMap<>();
    private int hostKeys = 1;
    private boolean openToAll;
    private @Nullable ProbeStage failure;
    private List<String> gpus = List.of("NVIDIA GeForce RTX 4090");
    private SetupSecrets setup = SetupSecrets.NONE;
    private InstanceReading reading = new InstanceReading(
            List.of(new InstanceReading.Gpu("NVIDIA GeForce RTX 4090", 24_564, 1, 0, 34)),
            new BigDecimal("0.08"),
            0,
            new InstanceReading.Network(4_096, 2_048),
            new InstanceReading.Disk(52_428_800, 1_048_576),
            Duration.ofMinutes(2),
            InstanceReading.Activity.UNTOLD);
    private MachineUse use = MachineUse.NONE;
    private @Nullable InstantSource clock;
    private Instant countedAt = Instant.EPOCH;
    private Duration uptime = Duration.ofHours(100);
    private Duration processor = Duration.ofHours(1);
    private long networkBytes = 1_000_000_000;

    FakeMachine(String host, int port) {
        this.host = host;
        this.port = port;
    }

    @Override
    public SshEndpoint endpoint(String user) {
        return new SshEndpoint(host, port, user);
    }

    @Override
    public synchronized void authorise(String user, SshPublicKey key) {
        authorisedKeys.computeIfAbsent(user, any -> new ArrayList<>()).add(key.line());
    }

    @Override
    public synchronized List<String> authorisedKeys(String user) {
        return List.copyOf(authorisedKeys.getOrDefault(user, List.of()));
    }

    @Override
    public synchronized void changeHostKey() {
        hostKeys++;
    }

    @Override
    public void stop() {
        failAt(ProbeStage.CONNECT);
    }

    /** From now on every attempt ends at this stage. */
    public synchronized void failAt(ProbeStage stage) {
        failure = requireNonNull(stage, "stage");
    }

    /** From now on nothing fails of itself, as in the beginning. */
    public synchronized void recover() {
        failure = null;
    }

    /** From now on it lets in every key of every user. */
    public synchronized void letEveryoneIn() {
        openToAll = true;
    }

    /** From now on it tells this of itself; until then that it idles. */
    public synchronized void tell(InstanceReading figures) {
        reading = requireNonNull(figures, "figures");
    }

    /** From now on its driver names these GPUs; in the beginning one RTX 4090. */
    public synchronized void showGpus(List<String> names) {
        gpus = List.copyOf(names);
    }

    synchronized List<String> gpus() {
        return gpus;
    }

    /** The variables that whoever logs in finds. */
    public synchronized Map<String, String> environment() {
        return setup.environment();
    }

    /** The command that ran at its start; empty when none did. */
    public synchronized Optional<String> ranAtStart() {
        return Optional.ofNullable(setup.onStart());
    }

    /** Becomes what the other one is. */
    synchronized void takeOver(FakeMachine before) {
        synchronized (before) {
            authorisedKeys.putAll(before.authorisedKeys);
            openToAll = before.openToAll;
            failure = before.failure;
            setup = before.setup;
            reading = before.reading;
        }
    }

    synchronized void setUp(SetupSecrets asked) {
        setup = asked;
    }

    /** From now on it is used so. */
    public synchronized void use(MachineUse next) {
        count();
        use = requireNonNull(next, "next");
    }

    /** It lives by that clock from now on: what it counts grows. */
    synchronized void liveBy(InstantSource time) {
        clock = time;
        countedAt = time.instant();
    }

    synchronized InstanceReading reading() {
        if (clock == null || !reading.activity().equals(InstanceReading.Activity.UNTOLD)) {
            return reading;
        }
        count();
        UsageSample.Counters counters = new UsageSample.Counters(uptime, processor, networkBytes);
        List<InstanceReading.Gpu> gpus = reading.gpus().stream().map(this::used).toList();
        return new InstanceReading(
                gpus,
                reading.load(),
                Math.max(reading.users(), use.logins()),
                reading.network(),
                reading.disk(),
                reading.uptime(),
                new InstanceReading.Activity(use.logins(), false, null, counters, counters));
    }

    private InstanceReading.Gpu used(InstanceReading.Gpu gpu) {
        return use.gpuPercent() == 0
                ? gpu
                : new InstanceReading.Gpu(
                        gpu.name(),
                        gpu.memoryTotalMib(),
                        gpu.memoryUsedMib(),
                        use.gpuPercent(),
                        gpu.temperatureCelsius());
    }

    private void count() {
        if (clock != null) {
            Instant now = clock.instant();
            long millis = Duration.between(countedAt, now).toMillis();
            countedAt = now;
            uptime = uptime.plusMillis(millis);
            processor = processor.plusMillis((long) (millis * use.cores()));
            networkBytes += use.bytesPerMinute() * millis / MINUTE_MS;
        }
    }

    /** The fingerprint of its host key. */
    public synchronized String hostKey() {
        byte[] digest = FakeKeyMaker.bytes("host " + host + " " + port + " " + hostKeys, 32);
        return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    }

    synchronized boolean failsAt(ProbeStage stage) {
        return failure == stage;
    }

    synchronized boolean letsIn(String user, SshPublicKey key) {
        return openToAll || has(user, key);
    }

    synchronized void makeSureOf(String user, SshPublicKey key) {
        if (!has(user, key)) {
            authorise(user, key);
        }
    }

    private boolean has(String user, SshPublicKey key) {
        return authorisedKeys(user).stream()
                .anyMatch(line -> new SshPublicKey(line).withoutComment().equals(key.withoutComment()));
    }
}
