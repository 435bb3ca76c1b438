package io.gpushopper.persistence;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.OfferedGpus;
import io.gpushopper.domain.offer.VramGb;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.Delivery;
import io.gpushopper.domain.session.EndCause;
import io.gpushopper.domain.session.FailureType;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.domain.session.SessionTerms;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.domain.session.WorkloadType;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of sessions: what was agreed, and where each stands. */
final class SessionRows {
    static final String SELECT = "select * from sessions";

    private static final List<String> CHANGING = List.of(
            "offer",
            "gpu_model",
            "gpu_provider_name",
            "gpu_count",
            "vram_gb",
            "price_per_hour",
            "disk_gb",
            "consumer_key",
            "reservation_seconds",
            "expires_at",
            "delivery",
            "delivery_due_by",
            "state",
            "status",
            "bound_provider",
            "bound_instance",
            "state_since",
            "kept_until",
            "end_reason",
            "failure_type",
            "failure_message",
            "active_key",
            "version",
            "epoch",
            "next_act_at");

    private static final Table TABLE = new Table(
            "sessions",
            List.of("id"),
            Stream.concat(
                            SessionOptionColumns.NAMES.stream(),
                            Stream.of(
                                    "consumer",
                                    "provider",
                                    "workload",
                                    "idle_threshold_minutes",
                                    "created_at",
                                    "hard_limit_at",
                                    "boot_timeout_ms",
                                    "ssh_timeout_ms",
                                    "engine_key",
                                    "engine_secret",
                                    "setup_secret",
                                    "token_hash"))
                    .toList(),
            CHANGING);

    private SessionRows() {}

    /**
     * Writes a new row.
     *
     * @param tokenHash null when it has no agent
     */
    static void insert(
            Handle handle, Session session, byte[] engineSecret, byte[] setupSecret, @Nullable String tokenHash) {
        TABLE.insert(
                handle,
                columns(session)
                        .with("engine_secret", (Object) engineSecret)
                        .with("setup_secret", (Object) setupSecret)
                        .with("token_hash", tokenHash));
    }

    /** Writes the session over its row, stamp included, and erases its secrets when the session is over. */
    static void update(Handle handle, Session session) {
        TABLE.update(handle, columns(session));
        if (session.state() instanceof SessionState.Over) {
            handle.createUpdate("update sessions set engine_secret = null, setup_secret = null where id = :id")
                    .bind("id", session.id().value())
                    .execute();
        }
    }

    /** What makes two sessions the same while neither is over; an offer id has no spaces. */
    static String pair(ConsumerId consumer, OfferId offer) {
        return offer + " " + consumer;
    }

    /** The session of that row with the attempts and instances that belong to it. */
    static Session read(Row row, List<LaunchAttempt> attempts, List<Instance> instances) throws SQLException {
        return new Session(
                row.session("id"),
                terms(row),
                state(row),
                attempts,
                instances,
                delivery(row),
                new Session.Stamp(row.big("version"), row.big("epoch")),
                row.timeOrNull("next_act_at"));
    }

    private static SessionTerms terms(Row row) throws SQLException {
        return new SessionTerms(
                new ConsumerId(row.text("consumer")),
                row.offer("offer"),
                new OfferedGpus(
                        new GpuModel(row.text("gpu_model")),
                        row.text("gpu_provider_name"),
                        row.number("gpu_count"),
                        new VramGb(row.number("vram_gb"))),
                row.rate("price_per_hour"),
                row.number("disk_gb"),
                row.word("workload", WorkloadType.class),
                row.seconds("reservation_seconds"),
                row.number("idle_threshold_minutes"),
                row.time("created_at"),
                row.time("expires_at"),
                row.time("hard_limit_at"),
                row.millis("boot_timeout_ms"),
                row.millis("ssh_timeout_ms"),
                row.text("consumer_key").lines().map(SshPublicKey::new).toList(),
                new SshPublicKey(row.text("engine_key")),
                SessionOptionColumns.read(row));
    }

    private static Delivery delivery(Row row) throws SQLException {
        return new Delivery(row.word("delivery", Delivery.Way.class), row.timeOrNull("delivery_due_by"));
    }

    private static SessionState state(Row row) throws SQLException {
        String word = row.text("state");
        return switch (word) {
            case "pending" -> new SessionState.Pending();
            case "launching" -> new SessionState.Launching();
            case "booting" -> new SessionState.Booting(bound(row));
            case "verifying" -> new SessionState.Verifying(bound(row));
            case "retrying" -> new SessionState.Retrying(failure(row), row.time("state_since"));
            case "running" -> new SessionState.Running(bound(row), row.time("state_since"));
            case "halting" -> new SessionState.Halting(cause(row), bound(row), row.time("state_since"));
            case "kept" ->
                new SessionState.Kept(cause(row), bound(row), row.time("state_since"), row.time("kept_until"));
            case "ending" -> new SessionState.Ending(cause(row), row.time("state_since"));
            case "stopped" -> new SessionState.Stopped(cause(row), row.time("state_since"));
            case "failed" -> new SessionState.Failed(cause(row), row.time("state_since"));
            default -> throw new IllegalStateException("a state that this version doesn't know: " + word);
        };
    }

    private static InstanceId bound(Row row) throws SQLException {
        return row.instance("bound_provider", "bound_instance");
    }

    private static EndCause cause(Row row) throws SQLException {
        boolean failed = row.textOrNull("failure_type") != null;
        return new EndCause(row.word("end_reason", StopReason.class), failed ? failure(row) : null);
    }

    private static EndCause.Failure failure(Row row) throws SQLException {
        return new EndCause.Failure(row.word("failure_type", FailureType.class), row.text("failure_message"));
    }

    /** All that is stored of it but its secret. */
    static Columns columns(Session session) {
        SessionTerms terms = session.terms();
        Columns columns = new Columns()
                .with("id", session.id().value())
                .with("consumer", terms.consumer().value())
                .with("provider", terms.offer().provider().value())
                .with("offer", terms.offer().toString())
                .with("gpu_model", terms.gpus().model().name())
                .with("gpu_provider_name", terms.gpus().providerName())
                .with("gpu_count", terms.gpus().count())
                .with("vram_gb", terms.gpus().vram().value())
                .with("price_per_hour", terms.price())
                .with("disk_gb", terms.diskGb())
                .with("workload", terms.workload())
                .seconds("reservation_seconds", terms.reservation())
                .with("idle_threshold_minutes", terms.idleThresholdMinutes())
                .with("created_at", terms.createdAt())
                .with("expires_at", terms.expiresAt())
                .with("hard_limit_at", terms.hardLimitAt())
                .millis("boot_timeout_ms", terms.bootTimeout())
                .millis("ssh_timeout_ms", terms.sshTimeout())
                .with(
                        "consumer_key",
                        terms.consumerKeys().stream().map(SshPublicKey::line).collect(Collectors.joining("\n")))
                .with("engine_key", terms.engineKey().line())
                .with("delivery", session.delivery().way())
                .with("delivery_due_by", session.delivery().dueBy())
                .with("version", session.stamp().version())
                .with("epoch", session.stamp().epoch())
                .with("next_act_at", session.nextActAt());
        return state(SessionOptionColumns.put(columns, terms.options()), session);
    }

    private static Columns state(Columns columns, Session session) {
        SessionState state = session.state();
        InstanceId bound = state instanceof SessionState.Bound known ? known.instance() : null;
        EndCause cause = session.endCause().orElse(null);
        EndCause.Failure failure = failure(state, cause);
        return columns.with("state", state.word())
                .with("status", state.status().word())
                .with("bound_provider", bound == null ? null : bound.provider().value())
                .with("bound_instance", bound == null ? null : bound.value())
                .with("state_since", since(state))
                .with("kept_until", state instanceof SessionState.Kept kept ? kept.until() : null)
                .with("end_reason", cause == null ? null : cause.reason())
                .with("failure_type", failure == null ? null : failure.type())
                .with("failure_message", failure == null ? null : failure.message())
                .with(
                        "active_key",
                        state instanceof SessionState.Over
                                ? null
                                : pair(
                                        session.terms().consumer(),
                                        session.terms().offer()));
    }

    private static EndCause.@Nullable Failure failure(SessionState state, @Nullable EndCause cause) {
        if (state instanceof SessionState.Retrying retrying) {
            return retrying.failure();
        }
        return cause == null ? null : cause.failure();
    }

    private static @Nullable Instant since(SessionState state) {
        if (state instanceof SessionState.Running running) {
            return running.since();
        }
        if (state instanceof SessionState.Retrying retrying) {
            return retrying.since();
        }
        if (state instanceof SessionState.Leaving leaving) {
            return leaving.since();
        }
        return state instanceof SessionState.Over over ? requireNonNull(over.at()) : null;
    }
}
