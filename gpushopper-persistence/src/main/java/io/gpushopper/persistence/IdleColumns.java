package io.gpushopper.persistence;

import io.gpushopper.domain.session.IdleWatch;
import io.gpushopper.domain.session.Usage;
import io.gpushopper.domain.session.UsageSample;
import io.gpushopper.domain.session.UseSign;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of an instance's row that hold what is known of its use. */
final class IdleColumns {
    static final List<String> NAMES = List.of(
            "look_at",
            "look_uptime_ms",
            "look_processor_ms",
            "look_network_bytes",
            "look_gpu_percent",
            "look_gpu_memory_mib",
            "look_logins",
            "look_processor_percent",
            "look_network_per_minute",
            "use_seen_at",
            "use_seen",
            "unused_since",
            "unused_uptime_ms",
            "idle_warned_at",
            "blind_since",
            "blind_last_at",
            "blind_why",
            "blind_barred");

    private IdleColumns() {}

    static void put(Columns columns, IdleWatch watch) {
        IdleWatch.Look look = watch.last();
        look(columns, look == null ? null : look.at(), look == null ? null : look.counters());
        usage(columns, look == null ? null : look.usage());
        UseSign use = watch.use();
        IdleWatch.Idleness idleness = watch.idleness();
        IdleWatch.Failing failing = watch.failing();
        columns.with("use_seen_at", use == null ? null : use.at())
                .with("use_seen", use == null ? null : use.what())
                .with("unused_since", idleness == null ? null : idleness.since())
                .with("unused_uptime_ms", idleness == null ? null : millis(idleness.uptime()))
                .with("idle_warned_at", watch.warnedAt())
                .with("blind_since", failing == null ? null : failing.since())
                .with("blind_last_at", failing == null ? null : failing.last())
                .with("blind_why", failing == null ? null : failing.why())
                .with("blind_barred", failing == null ? null : Boolean.valueOf(failing.barred()));
    }

    private static void look(Columns columns, @Nullable Instant at, UsageSample.@Nullable Counters counters) {
        columns.with("look_at", at)
                .with("look_uptime_ms", counters == null ? null : millis(counters.uptime()))
                .with("look_processor_ms", counters == null ? null : millis(counters.processor()))
                .with("look_network_bytes", counters == null ? null : counters.networkBytes());
    }

    private static void usage(Columns columns, @Nullable Usage usage) {
        columns.with("look_gpu_percent", usage == null ? null : usage.gpuPercent())
                .with("look_gpu_memory_mib", usage == null ? null : usage.gpuMemoryMib())
                .with("look_logins", usage == null ? null : usage.logins())
                .with("look_processor_percent", usage == null ? null : usage.processorPercent())
                .with("look_network_per_minute", usage == null ? null : usage.networkBytesPerMinute());
    }

    private static @Nullable Long millis(@Nullable Duration time) {
        return time == null ? null : Long.valueOf(time.toMillis());
    }

    static IdleWatch read(Row row) throws SQLException {
        Instant lookAt = row.timeOrNull("look_at");
        Instant useAt = row.timeOrNull("use_seen_at");
        Instant unusedSince = row.timeOrNull("unused_since");
        Instant failingSince = row.timeOrNull("blind_since");
        return new IdleWatch(
                lookAt == null ? null : new IdleWatch.Look(lookAt, counters(row), usage(row)),
                useAt == null ? null : new UseSign(useAt, row.text("use_seen")),
                unusedSince == null
                        ? null
                        : new IdleWatch.Idleness(
                                unusedSince, row.millis("unused_uptime_ms"), row.timeOrNull("idle_warned_at")),
                failingSince == null
                        ? null
                        : new IdleWatch.Failing(
                                failingSince,
                                row.time("blind_last_at"),
                                row.text("blind_why"),
                                row.flag("blind_barred")));
    }

    private static UsageSample.Counters counters(Row row) throws SQLException {
        return new UsageSample.Counters(
                row.millisOrNull("look_uptime_ms"),
                row.millisOrNull("look_processor_ms"),
                row.bigOrNull("look_network_bytes"));
    }

    private static Usage usage(Row row) throws SQLException {
        return new Usage(
                row.numberOrNull("look_gpu_percent"),
                row.numberOrNull("look_gpu_memory_mib"),
                row.numberOrNull("look_logins"),
                row.amountOrNull("look_processor_percent"),
                row.bigOrNull("look_network_per_minute"));
    }
}
