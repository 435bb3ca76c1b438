package io.gpushopper.persistence;

import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.session.AbsenceHold;
import io.gpushopper.domain.session.AbsenceProof;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.InstanceCondition;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SpendBound;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of instances. An id once learnt belongs to its session for ever. */
final class InstanceRows {
    static final String SELECT = "select * from instances";
    static final String IN_ORDER = " order by position, id";

    private static final Table TABLE = new Table(
            "instances",
            List.of("provider", "id", "session_id"),
            List.of("position", "tag", "learnt_at"),
            Stream.concat(
                            IdleColumns.NAMES.stream(),
                            Stream.of(
                                    "seen_condition",
                                    "endpoints",
                                    "ports",
                                    "detail",
                                    "first_seen_at",
                                    "last_seen_at",
                                    "asked_at",
                                    "reachable_since",
                                    "idle_since",
                                    "keys_asked_at",
                                    "keys_attached",
                                    "probed_at",
                                    "trouble",
                                    "login_endpoint",
                                    "host_key",
                                    "verified_at",
                                    "keys_placed",
                                    "destroy_asked_at",
                                    "destroy_accepted_at",
                                    "destroyed_at",
                                    "refusals",
                                    "absent_first_at",
                                    "absent_listing_at",
                                    "absent_last_at",
                                    "absent_answers",
                                    "missing_since",
                                    "held_since",
                                    "held_listing_at",
                                    "believed_at",
                                    "gone_at",
                                    "stop_asked_at",
                                    "stop_accepted_at",
                                    "stop_failures",
                                    "stop_shown_since",
                                    "compute_from",
                                    "compute_rate",
                                    "compute_estimated",
                                    "storage_from",
                                    "storage_rate",
                                    "storage_estimated",
                                    "at_most_spent",
                                    "at_most_since",
                                    "at_most_rate"))
                    .toList());

    private InstanceRows() {}

    static void put(Handle handle, SessionId session, List<Instance> instances) {
        for (int i = 0; i < instances.size(); i++) {
            TABLE.put(handle, columns(session, i, instances.get(i)));
        }
    }

    static Instance read(Row row) throws SQLException {
        return new Instance(
                row.instance("provider", "id"),
                row.tag("tag"),
                row.time("learnt_at"),
                sightings(row),
                access(row),
                ending(row),
                halt(row),
                new Instance.Meter(charge(row, "compute"), charge(row, "storage"), atMost(row)),
                IdleColumns.read(row));
    }

    private static Instance.Sightings sightings(Row row) throws SQLException {
        return new Instance.Sightings(
                row.word("seen_condition", InstanceCondition.class),
                Endpoints.list(row.text("endpoints")),
                Endpoints.ports(row.text("ports")),
                row.text("detail"),
                row.timeOrNull("first_seen_at"),
                row.timeOrNull("last_seen_at"),
                row.timeOrNull("asked_at"),
                row.timeOrNull("reachable_since"),
                row.timeOrNull("idle_since"));
    }

    private static Instance.Access access(Row row) throws SQLException {
        return new Instance.Access(
                row.timeOrNull("keys_asked_at"),
                row.flag("keys_attached"),
                row.timeOrNull("probed_at"),
                row.text("trouble"),
                Endpoints.parseOrNull(row.textOrNull("login_endpoint")),
                row.textOrNull("host_key"),
                row.timeOrNull("verified_at"),
                row.number("keys_placed"));
    }

    private static Instance.Ending ending(Row row) throws SQLException {
        return new Instance.Ending(
                row.timeOrNull("destroy_asked_at"),
                row.timeOrNull("destroy_accepted_at"),
                row.timeOrNull("destroyed_at"),
                row.number("refusals"),
                new AbsenceProof(
                        row.timeOrNull("missing_since"),
                        row.timeOrNull("absent_first_at"),
                        row.timeOrNull("absent_listing_at"),
                        row.timeOrNull("absent_last_at"),
                        row.number("absent_answers"),
                        hold(row)),
                row.timeOrNull("gone_at"));
    }

    private static Instance.Halt halt(Row row) throws SQLException {
        return new Instance.Halt(
                row.timeOrNull("stop_asked_at"),
                row.timeOrNull("stop_accepted_at"),
                row.number("stop_failures"),
                row.timeOrNull("stop_shown_since"));
    }

    private static @Nullable AbsenceHold hold(Row row) throws SQLException {
        Instant since = row.timeOrNull("held_since");
        return since == null
                ? null
                : new AbsenceHold(since, row.timeOrNull("held_listing_at"), row.timeOrNull("believed_at"));
    }

    private static Instance.@Nullable OpenCharge charge(Row row, String kind) throws SQLException {
        Instant from = row.timeOrNull(kind + "_from");
        return from == null
                ? null
                : new Instance.OpenCharge(from, row.rate(kind + "_rate"), row.flag(kind + "_estimated"));
    }

    private static @Nullable SpendBound atMost(Row row) throws SQLException {
        BigDecimal spent = row.amountOrNull("at_most_spent");
        return spent == null
                ? null
                : new SpendBound(new Usd(spent), row.time("at_most_since"), row.rate("at_most_rate"));
    }

    private static Columns columns(SessionId session, int position, Instance instance) {
        Columns columns = new Columns()
                .with("provider", instance.id().provider().value())
                .with("id", instance.id().value())
                .with("session_id", session.value())
                .with("position", position)
                .with("tag", instance.tag().text())
                .with("learnt_at", instance.learntAt());
        sightings(columns, instance.sightings());
        access(columns, instance.access());
        ending(columns, instance.ending());
        halt(columns, instance.halt());
        charge(columns, "compute", instance.meter().compute());
        charge(columns, "storage", instance.meter().storage());
        atMost(columns, instance.meter().atMost());
        IdleColumns.put(columns, instance.idle());
        return columns;
    }

    private static void sightings(Columns columns, Instance.Sightings seen) {
        columns.with("seen_condition", seen.condition())
                .with("endpoints", Endpoints.text(seen.endpoints()))
                .with("ports", Endpoints.portsText(seen.ports()))
                .with("detail", seen.detail())
                .with("first_seen_at", seen.firstSeenAt())
                .with("last_seen_at", seen.lastSeenAt())
                .with("asked_at", seen.askedAt())
                .with("reachable_since", seen.reachableSince())
                .with("idle_since", seen.idleSince());
    }

    private static void access(Columns columns, Instance.Access access) {
        columns.with("keys_asked_at", access.keysAskedAt())
                .with("keys_attached", access.keysAttached())
                .with("probed_at", access.probedAt())
                .with("trouble", access.trouble())
                .with("login_endpoint", Endpoints.textOrNull(access.endpoint()))
                .with("host_key", access.hostKey())
                .with("verified_at", access.verifiedAt())
                .with("keys_placed", access.keysPlaced());
    }

    private static void ending(Columns columns, Instance.Ending ending) {
        AbsenceHold hold = ending.absence().hold();
        columns.with("destroy_asked_at", ending.destroyAskedAt())
                .with("destroy_accepted_at", ending.destroyAcceptedAt())
                .with("destroyed_at", ending.destroyedAt())
                .with("refusals", ending.refusals())
                .with("absent_first_at", ending.absence().firstAnswerAt())
                .with("absent_listing_at", ending.absence().listingAskedAt())
                .with("absent_last_at", ending.absence().lastAnswerAt())
                .with("absent_answers", ending.absence().answers())
                .with("missing_since", ending.absence().missingSince())
                .with("held_since", hold == null ? null : hold.since())
                .with("held_listing_at", hold == null ? null : hold.lastListingAt())
                .with("believed_at", hold == null ? null : hold.believedAt())
                .with("gone_at", ending.goneAt());
    }

    private static void halt(Columns columns, Instance.Halt halt) {
        columns.with("stop_asked_at", halt.askedAt())
                .with("stop_accepted_at", halt.acceptedAt())
                .with("stop_failures", halt.failures())
                .with("stop_shown_since", halt.shownSince());
    }

    private static void charge(Columns columns, String kind, Instance.@Nullable OpenCharge charge) {
        columns.with(kind + "_from", charge == null ? null : charge.from())
                .with(kind + "_rate", charge == null ? null : charge.rate())
                .with(kind + "_estimated", charge == null ? null : Boolean.valueOf(charge.estimated()));
    }

    private static void atMost(Columns columns, @Nullable SpendBound bound) {
        columns.with("at_most_spent", bound == null ? null : bound.spent().amount())
                .with("at_most_since", bound == null ? null : bound.since())
                .with("at_most_rate", bound == null ? null : bound.rate());
    }
}
