package io.gpushopper.persistence;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.ports.SessionFilter;
import io.gpushopper.ports.SessionMark;
import io.gpushopper.ports.SessionQuery;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Reads whole sessions: those that a condition selects, then in two more queries all their attempts and instances. Consistent
 * where the transaction is. Immutable.
 */
final class SessionSelection {
    private static final String UNFINISHED = "(next_act_at is not null or state not in ('stopped', 'failed'))";
    private static final String UNFINISHED_AT = "provider = :provider and " + UNFINISHED;

    private final String condition;
    /** The condition of the rows of attempts and instances. */
    private final String childrens;

    private final Map<String, Object> arguments;

    private SessionSelection(String condition, Map<String, Object> arguments) {
        this(condition, "session_id in (select id from sessions where " + condition + ")", arguments);
    }

    private SessionSelection(String condition, String childrens, Map<String, Object> arguments) {
        this.condition = condition;
        this.childrens = childrens;
        this.arguments = arguments;
    }

    static Optional<Session> one(Handle handle, SessionId id) {
        return new SessionSelection("id = :id", "session_id = :id", Map.of("id", id.value()))
                .sessions(handle).stream().findFirst();
    }

    static List<Session> unfinished(Handle handle) {
        return new SessionSelection(UNFINISHED, Map.of()).sessions(handle);
    }

    static List<Session> unfinishedAt(Handle handle, ProviderId provider) {
        return new SessionSelection(UNFINISHED_AT, Map.of("provider", provider.value())).sessions(handle);
    }

    static boolean hasUnfinishedAt(Handle handle, ProviderId provider) {
        return handle.createQuery("select id from sessions where " + UNFINISHED_AT + " limit 1")
                .bind("provider", provider.value())
                .mapTo(String.class)
                .findFirst()
                .isPresent();
    }

    /** Those of a consumer that may still cost something: what is not over, and what is kept. */
    static List<Session> live(Handle handle, ConsumerId consumer) {
        return new SessionSelection(
                        "consumer = :consumer and (active_key is not null or state = 'kept')",
                        Map.of("consumer", consumer.value()))
                .sessions(handle);
    }

    static List<Session> all(Handle handle, Set<SessionId> ids) {
        Map<String, Object> arguments = new HashMap<>();
        return new SessionSelection(among("id", words(ids), arguments), arguments).sessions(handle);
    }

    static List<Session> asked(Handle handle, SessionQuery query) {
        Map<String, Object> arguments = new HashMap<>();
        List<String> conditions = conditions(query.filter(), arguments);
        SessionQuery.Place place = query.after();
        if (place != null) {
            conditions.add("(created_at < :place or (created_at = :place and id < :placed))");
            arguments.put("place", Columns.stored(place.createdAt()));
            arguments.put("placed", place.id().value());
        }
        arguments.put("most", query.limit());
        arguments.put("passed", query.offset());
        String newest = "select id from sessions where " + String.join(" and ", conditions)
                + " order by created_at desc, id desc limit :most offset :passed";
        return new SessionSelection("id in (" + newest + ")", arguments).sessions(handle);
    }

    static int count(Handle handle, SessionFilter filter) {
        Map<String, Object> arguments = new HashMap<>();
        String condition = String.join(" and ", conditions(filter, arguments));
        return handle.createQuery("select count(*) from sessions where " + condition)
                .bindMap(arguments)
                .mapTo(Integer.class)
                .one();
    }

    static Map<SessionId, SessionMark> marks(Handle handle, Set<SessionId> ids) {
        Map<String, Object> arguments = new HashMap<>();
        Map<SessionId, SessionMark> marks = new HashMap<>();
        handle.createQuery("select id, version, status,"
                        + " (select max(line) from session_events where session_id = sessions.id) as last_event"
                        + " from sessions where " + among("id", words(ids), arguments))
                .bindMap(arguments)
                .map((results, context) -> {
                    Row row = new Row(results);
                    return marks.put(
                            row.session("id"),
                            new SessionMark(
                                    row.big("version"),
                                    row.word("status", SessionStatus.class),
                                    row.big("last_event")));
                })
                .list();
        return marks;
    }

    private static List<String> conditions(SessionFilter filter, Map<String, Object> arguments) {
        List<String> conditions = new ArrayList<>(List.of("0 = 0"));
        Set<ConsumerId> consumers = filter.consumers();
        if (consumers != null) {
            conditions.add(
                    among("consumer", consumers.stream().map(ConsumerId::value).toList(), arguments));
        }
        ProviderId provider = filter.provider();
        if (provider != null) {
            conditions.add("provider = :provider");
            arguments.put("provider", provider.value());
        }
        if (!filter.statuses().isEmpty()) {
            conditions.add(among(
                    "status",
                    filter.statuses().stream().map(SessionStatus::word).toList(),
                    arguments));
        }
        Instant after = filter.createdAfter();
        if (after != null) {
            conditions.add("created_at > :after");
            arguments.put("after", Columns.stored(after));
        }
        Instant before = filter.createdBefore();
        if (before != null) {
            conditions.add("created_at < :before");
            arguments.put("before", Columns.stored(before));
        }
        return conditions;
    }

    /** A condition that holds for rows whose column has one of the values; for none when there is no value. */
    static String among(String column, List<String> values, Map<String, Object> arguments) {
        if (values.isEmpty()) {
            return "0 = 1";
        }
        List<String> names = new ArrayList<>();
        for (String value : values.stream().sorted().toList()) {
            String name = column + names.size();
            arguments.put(name, value);
            names.add(":" + name);
        }
        return column + " in (" + String.join(", ", names) + ")";
    }

    private static List<String> words(Set<SessionId> ids) {
        return ids.stream().map(SessionId::value).toList();
    }

    private List<Session> sessions(Handle handle) {
        Map<String, List<LaunchAttempt>> attempts =
                children(handle, AttemptRows.SELECT, AttemptRows.IN_ORDER, AttemptRows::read);
        Map<String, List<Instance>> instances =
                children(handle, InstanceRows.SELECT, InstanceRows.IN_ORDER, InstanceRows::read);
        return bound(handle.createQuery(
                        SessionRows.SELECT + " where " + condition + " order by created_at desc, id desc"))
                .map((results, context) -> {
                    Row row = new Row(results);
                    String id = row.text("id");
                    return SessionRows.read(
                            row, attempts.getOrDefault(id, List.of()), instances.getOrDefault(id, List.of()));
                })
                .list();
    }

    private <T> Map<String, List<T>> children(Handle handle, String select, String order, Reader<T> reader) {
        Map<String, List<T>> children = new HashMap<>();
        bound(handle.createQuery(select + " where " + childrens + order))
                .map((results, context) -> {
                    Row row = new Row(results);
                    return children.computeIfAbsent(row.text("session_id"), id -> new ArrayList<>())
                            .add(reader.read(row));
                })
                .list();
        return children;
    }

    private Query bound(Query query) {
        return query.bindMap(arguments);
    }

    /** Reads one child from its row. */
    private interface Reader<T> {
        T read(Row row) throws SQLException;
    }
}
