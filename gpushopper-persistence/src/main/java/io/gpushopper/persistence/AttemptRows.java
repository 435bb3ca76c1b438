package io.gpushopper.persistence;

import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.health.OfferFailure;
import io.gpushopper.domain.offer.GpuModel;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.AccountId;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.FailureType;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.LaunchOutcome;
import io.gpushopper.domain.session.SessionId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of purchases. A row is written before its purchase is sent, and never deleted. */
final class AttemptRows {
    static final String SELECT = "select * from launch_attempts";
    static final String IN_ORDER = " order by position, tag";

    private static final String LAUNCHED = "launched";
    private static final String REJECTED = "rejected";
    private static final String UNKNOWN = "unknown";

    private static final Table TABLE = new Table(
            "launch_attempts",
            List.of("tag", "session_id"),
            List.of(
                    "position",
                    "offer",
                    "gpu_model",
                    "machine",
                    "launch_terms",
                    "account_provider",
                    "account_url",
                    "account_id",
                    "agreed_compute",
                    "agreed_storage",
                    "written_at"),
            List.of(
                    "sent_at",
                    "send_by",
                    "answer",
                    "answer_kind",
                    "answer_message",
                    "answer_provider",
                    "answer_instance",
                    "settlement",
                    "looks",
                    "last_look_at",
                    "empty_since",
                    "failed_at",
                    "failure"));

    private AttemptRows() {}

    static void insert(Handle handle, SessionId session, List<LaunchAttempt> attempts) {
        for (int i = 0; i < attempts.size(); i++) {
            TABLE.insert(handle, columns(session, i, attempts.get(i)));
        }
    }

    static void put(Handle handle, SessionId session, List<LaunchAttempt> attempts) {
        for (int i = 0; i < attempts.size(); i++) {
            TABLE.put(handle, columns(session, i, attempts.get(i)));
        }
    }

    static LaunchAttempt read(Row row) throws SQLException {
        return new LaunchAttempt(
                row.tag("tag"),
                row.offer("offer"),
                new GpuModel(row.text("gpu_model")),
                row.textOrNull("machine"),
                row.text("launch_terms"),
                new AccountId(row.provider("account_provider"), row.text("account_url"), row.text("account_id")),
                new Rates(row.rate("agreed_compute"), row.rate("agreed_storage")),
                row.time("written_at"),
                sent(row),
                answer(row),
                row.wordOrNull("settlement", LaunchAttempt.Settlement.class),
                new LaunchAttempt.Search(
                        row.number("looks"), row.timeOrNull("last_look_at"), row.timeOrNull("empty_since")),
                failed(row));
    }

    /** Of the offers that were no good after that moment. */
    static List<OfferFailure> failures(Handle handle, Instant after) {
        return handle.createQuery(
                        "select offer, gpu_model, failure, failed_at from launch_attempts where failed_at > :after")
                .bind("after", Columns.stored(after))
                .map((results, context) -> {
                    Row row = new Row(results);
                    return new OfferFailure(
                            row.offer("offer"),
                            new GpuModel(row.text("gpu_model")),
                            row.word("failure", FailureType.class),
                            row.time("failed_at"));
                })
                .list();
    }

    static Set<String> machines(Handle handle, ProviderId provider, Set<String> among) {
        return Set.copyOf(handle.createQuery("select distinct machine from launch_attempts where account_provider ="
                        + " :provider and machine in (<among>) and sent_at is not null")
                .bind("provider", provider.value())
                .bindList("among", List.copyOf(among))
                .mapTo(String.class)
                .list());
    }

    private static LaunchAttempt.@Nullable Failed failed(Row row) throws SQLException {
        Instant at = row.timeOrNull("failed_at");
        return at == null ? null : new LaunchAttempt.Failed(row.word("failure", FailureType.class), at);
    }

    private static LaunchAttempt.@Nullable Sent sent(Row row) throws SQLException {
        Instant at = row.timeOrNull("sent_at");
        return at == null ? null : new LaunchAttempt.Sent(at, row.time("send_by"));
    }

    private static @Nullable LaunchOutcome answer(Row row) throws SQLException {
        String answer = row.textOrNull("answer");
        InstanceId instance = row.instanceOrNull("answer_provider", "answer_instance");
        if (answer == null) {
            return null;
        }
        return switch (answer) {
            case LAUNCHED -> new LaunchOutcome.Launched(row.instance("answer_provider", "answer_instance"));
            case REJECTED ->
                new LaunchOutcome.Rejected(
                        row.word("answer_kind", ErrorKind.class), row.text("answer_message"), instance);
            case UNKNOWN -> new LaunchOutcome.Unknown(row.text("answer_message"));
            default -> throw new IllegalStateException("an answer to a purchase that we never wrote: " + answer);
        };
    }

    private static Columns columns(SessionId session, int position, LaunchAttempt attempt) {
        LaunchAttempt.Sent sent = attempt.sent();
        LaunchAttempt.Search search = attempt.search();
        LaunchAttempt.Failed failed = attempt.failed();
        Columns columns = new Columns()
                .with("tag", attempt.tag().text())
                .with("session_id", session.value())
                .with("position", position)
                .with("offer", attempt.offer().toString())
                .with("gpu_model", attempt.gpu().name())
                .with("machine", (Object) attempt.machine())
                .with("launch_terms", attempt.launchTerms())
                .with("account_provider", attempt.account().provider().value())
                .with("account_url", attempt.account().baseUrl())
                .with("account_id", attempt.account().value())
                .with("agreed_compute", attempt.agreed().compute())
                .with("agreed_storage", attempt.agreed().storage())
                .with("written_at", attempt.writtenAt())
                .with("sent_at", sent == null ? null : sent.at())
                .with("send_by", sent == null ? null : sent.sendBy())
                .with("settlement", attempt.settlement())
                .with("looks", search.looks())
                .with("last_look_at", search.lastLookAt())
                .with("empty_since", search.emptySince())
                .with("failed_at", failed == null ? null : failed.at())
                .with("failure", failed == null ? null : failed.type());
        return answer(columns, attempt.answer());
    }

    private static Columns answer(Columns columns, @Nullable LaunchOutcome answer) {
        if (answer instanceof LaunchOutcome.Launched launched) {
            return answer(columns, LAUNCHED, null, null, launched.instance());
        }
        if (answer instanceof LaunchOutcome.Rejected rejected) {
            return answer(columns, REJECTED, rejected.kind(), rejected.message(), rejected.created());
        }
        if (answer instanceof LaunchOutcome.Unknown unknown) {
            return answer(columns, UNKNOWN, null, unknown.message(), null);
        }
        return answer(columns, null, null, null, null);
    }

    private static Columns answer(
            Columns columns,
            @Nullable String answer,
            @Nullable ErrorKind kind,
            @Nullable String message,
            @Nullable InstanceId instance) {
        return columns.with("answer", answer)
                .with("answer_kind", kind == null ? null : kind.name().toLowerCase(Locale.ROOT))
                .with("answer_message", message)
                .with(
                        "answer_provider",
                        instance == null ? null : instance.provider().value())
                .with("answer_instance", instance == null ? null : instance.value());
    }
}
