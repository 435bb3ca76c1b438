package io.gpushopper.testkit;

import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.LedgerInterval;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionEvent;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.ports.SshPrivateKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@link FakeSessionStore} keeps of one session. Immutable. */
record StoredSession(
        Session session, @Nullable SshPrivateKey engineKey, List<LedgerInterval> ledger, List<SessionEvent> events) {
    StoredSession {
        ledger = List.copyOf(ledger);
        events = List.copyOf(events);
    }

    StoredSession stamped(Session.Stamp stamp) {
        return new StoredSession(session.stamped(stamp), engineKey, ledger, events);
    }

    StoredSession after(Decision decision, Session.Stamp stamp) {
        Session next = keepingEverything(decision.next()).stamped(stamp);
        List<SessionEvent> trail = new ArrayList<>(events);
        trail.addAll(decision.events());
        return new StoredSession(
                next, next.state() instanceof SessionState.Over ? null : engineKey, booked(decision.ledger()), trail);
    }

    /** An attempt or instance that was stored once is never lost, whatever a decision says. */
    private Session keepingEverything(Session next) {
        List<LaunchAttempt> attempts = new ArrayList<>(next.attempts());
        for (LaunchAttempt known : session.attempts()) {
            if (next.find(known.tag()).isEmpty()) {
                attempts.add(known);
            }
        }
        List<Instance> instances = new ArrayList<>(next.instances());
        for (Instance known : session.instances()) {
            if (next.find(known.id()).isEmpty()) {
                instances.add(known);
            }
        }
        return new Session(next.id(), next.terms(), next.state(), attempts, instances, next.stamp(), next.nextActAt());
    }

    private List<LedgerInterval> booked(List<LedgerInterval> lines) {
        List<LedgerInterval> books = new ArrayList<>(ledger);
        for (LedgerInterval line : lines) {
            int open = line.to() == null ? -1 : indexOfOpen(books, line);
            if (open < 0) {
                books.add(line);
            } else {
                books.set(open, line);
            }
        }
        return books;
    }

    private static int indexOfOpen(List<LedgerInterval> books, LedgerInterval line) {
        for (int i = 0; i < books.size(); i++) {
            LedgerInterval known = books.get(i);
            if (known.to() == null
                    && known.instance().equals(line.instance())
                    && known.kind() == line.kind()
                    && known.from().equals(line.from())) {
                return i;
            }
        }
        return -1;
    }
}
