package io.gpushopper.server.sessions;

import static java.util.Objects.requireNonNullElse;

import io.gpushopper.application.Diagnosis;
import io.gpushopper.domain.session.IdleWatch;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.InstanceReading;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionTerms;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.domain.session.SshEndpoint;
import io.gpushopper.domain.session.UseSign;
import io.gpushopper.sdk.wire.CheckJson;
import io.gpushopper.sdk.wire.DiagnosticsJson;
import io.gpushopper.sdk.wire.DiskJson;
import io.gpushopper.sdk.wire.GpuJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a look at a running session showed, as the API shows it. */
final class DiagnosisView {
    private static final String NOTE = "Full SSH diagnostics require client-side SSH access.";
    private static final String NOTE_WITHOUT_LOGIN = "Nobody logs into a session of launch_mode entrypoint.";

    private static final BigDecimal KIB_PER_GB = BigDecimal.valueOf(1024L * 1024);

    private DiagnosisView() {}

    static DiagnosticsJson diagnosis(Diagnosis seen) {
        Session session = seen.session();
        SessionTerms terms = session.terms();
        Instance instance = session.instance().orElseThrow();
        Setup setup = terms.options().setup();
        SshEndpoint login = setup.hasLogin() ? instance.endpoint().orElse(null) : null;
        Instant running = instance.access().verifiedAt();
        InstanceReading reading = seen.reading();
        return DiagnosticsJson.builder(session.id().value(), SessionView.status(session))
                .provider(session.provider().value())
                .gpuType(terms.gpus().model().name())
                .gpuCount(terms.gpus().count())
                .sshHost(login == null ? "" : login.host())
                .sshPort(login == null ? 0 : login.port())
                .sshUser(login == null ? "" : login.user())
                .launchMode(setup.mode().word())
                .apiEndpoint(requireNonNullElse(SessionView.apiEndpoint(session), ""))
                .createdAt(terms.createdAt())
                .expiresAt(terms.expiresAt())
                .uptime(running == null ? "0m" : words(Duration.between(running, seen.at())))
                .timeToExpiry(words(Duration.between(seen.at(), terms.expiresAt())))
                .sshAvailable(setup.hasLogin() && seen.answers())
                .note(setup.hasLogin() ? NOTE : NOTE_WITHOUT_LOGIN)
                .hostKeyFingerprint(instance.access().hostKey())
                .gpus(
                        reading == null
                                ? List.of()
                                : reading.gpus().stream()
                                        .map(DiagnosisView::gpu)
                                        .toList())
                .lastActivityAt(lastActivity(seen, instance))
                .disk(reading == null ? null : disk(reading.disk()))
                .checks(checks(seen))
                .build();
    }

    private static List<CheckJson> checks(Diagnosis seen) {
        String detail = seen.detail().isEmpty() ? null : seen.detail();
        List<CheckJson> checks = new ArrayList<>();
        boolean hasLogin = seen.session().terms().options().setup().hasLogin();
        checks.add(new CheckJson(
                hasLogin ? "ssh_login" : "http_endpoint", seen.answers(), seen.answers() ? null : detail));
        if (hasLogin && seen.answers()) {
            InstanceReading reading = seen.reading();
            int shown = reading == null ? 0 : reading.gpus().size();
            int rented = seen.session().terms().gpus().count();
            checks.add(new CheckJson("instance_figures", reading != null, detail));
            checks.add(new CheckJson(
                    "gpus", shown == rented, shown == rented ? null : shown + " of " + rented + " GPUs answer"));
        }
        seen.session()
                .instance()
                .flatMap(instance -> idleSample(instance.idle()))
                .ifPresent(checks::add);
        return checks;
    }

    /** The last sample that was taken to see whether the session is in use; empty when none was. */
    private static Optional<CheckJson> idleSample(IdleWatch watch) {
        IdleWatch.Look last = watch.last();
        IdleWatch.Failing failing = watch.failing();
        if (failing != null) {
            return Optional.of(new CheckJson("idle_sample", false, "since " + failing.since() + ": " + failing.why()));
        }
        return last == null
                ? Optional.empty()
                : Optional.of(new CheckJson("idle_sample", true, "at " + last.at() + ": " + last.usage()));
    }

    /** When it was last in use as far as its agent or a sample said. */
    private static @Nullable Instant lastActivity(Diagnosis seen, Instance instance) {
        UseSign use = instance.idle().use();
        return Stream.of(seen.lastUsedAt(), use == null ? null : use.at())
                .flatMap(at -> Optional.ofNullable(at).stream())
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static GpuJson gpu(InstanceReading.Gpu gpu) {
        return new GpuJson(
                gpu.name(),
                gpu.memoryTotalMib(),
                gpu.memoryUsedMib(),
                gpu.utilisationPercent(),
                gpu.temperatureCelsius());
    }

    private static @Nullable DiskJson disk(InstanceReading.@Nullable Disk disk) {
        return disk == null ? null : new DiskJson(gb(disk.totalKib()), gb(disk.usedKib()));
    }

    private static BigDecimal gb(long kib) {
        return BigDecimal.valueOf(kib).divide(KIB_PER_GB, 1, RoundingMode.HALF_EVEN);
    }

    /** Such as {@code 1h 30m}, {@code 30m} and {@code 0m}; what is negative counts as nothing. */
    static String words(Duration time) {
        Duration left = time.isNegative() ? Duration.ZERO : time;
        return left.toHours() > 0 ? left.toHours() + "h " + left.toMinutesPart() + "m" : left.toMinutes() + "m";
    }
}
