package io.gpushopper.application;

import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions that lived when they were last read or written, for when the store can't be read any more. Nothing is decided by it but
 * what no later state could forbid: what is past its hard limit is to end, whatever became of it since. Thread-safe.
 */
final class LastRead {
    private final Map<SessionId, Session> live = new ConcurrentHashMap<>();

    /** All that lived at once were read. */
    void saw(Collection<Session> unfinished) {
        unfinished.forEach(this::saw);
        live.keySet().retainAll(unfinished.stream().map(Session::id).toList());
    }

    /** One was read or written. */
    void saw(Session session) {
        if (SessionStatus.LIVE.contains(session.status())) {
            live.put(session.id(), session);
        } else {
            live.remove(session.id());
        }
    }

    Optional<Session> find(SessionId id) {
        return Optional.ofNullable(live.get(id));
    }

    /** All of them, by their ids. */
    List<Session> all() {
        return live.values().stream()
                .sorted(Comparator.comparing(session -> session.id().value()))
                .toList();
    }

    /** Those that lived longer than any session may, whatever was agreed since. */
    List<Session> pastHardLimit(Instant now) {
        return all().stream()
                .filter(session -> session.terms().hardLimitAt().isBefore(now))
                .toList();
    }
}
