package io.gpushopper.testkit;

import io.gpushopper.domain.ledger.LedgerEntry;
import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.LaunchAttempt;
import io.gpushopper.domain.session.LedgerCorrection;
import io.gpushopper.domain.session.LedgerInterval;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.ports.IdempotencyKey;
import io.gpushopper.ports.KeptReply;
import io.gpushopper.ports.RecordedEvent;
import io.gpushopper.ports.SessionCreation;
import io.gpushopper.ports.SetupSecrets;
import io.gpushopper.ports.SshPrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@link FakeSessionStore} keeps of one session. Immutable. */
record StoredSession(
        Session session,
        @Nullable SshPrivateKey engineKey,
        @Nullable SetupSecrets setup,
        @Nullable String tokenHash,
        @Nullable Instant lastUsedAt,
        List<LedgerEntry> ledger,
        List<RecordedEvent> events,
        @Nullable KeptReply reply) {
    StoredSession {
        ledger = List.copyOf(ledger);
        events = List.copyOf(events);
    }

    static StoredSession of(SessionCreation creation, List<RecordedEvent> recorded) {
        return new StoredSession(
                creation.session(),
                creation.engineKey(),
                creation.setup(),
                creation.tokenHash(),
                null,
                List.of(),
                recorded,
                creation.reply());
    }

    StoredSession stamped(Session.Stamp stamp) {
        return new StoredSession(
                session.stamped(stamp), engineKey, setup, tokenHash, lastUsedAt, ledger, events, reply);
    }

    StoredSession used(Instant at) {
        Instant last = lastUsedAt != null && lastUsedAt.isAfter(at) ? lastUsedAt : at;
        return new StoredSession(session, engineKey, setup, tokenHash, last, ledger, events, reply);
    }

    /** What a decision makes of it; its events are recorded already. */
    StoredSession after(Decision decision, List<RecordedEvent> recorded, Session.Stamp stamp) {
        Session next = keepingEverything(decision.next()).stamped(stamp);
        List<RecordedEvent> trail = new ArrayList<>(events);
        trail.addAll(recorded);
        boolean over = next.state() instanceof SessionState.Over;
        return new StoredSession(
                next,
                over ? null : engineKey,
                over ? null : setup,
                tokenHash,
                lastUsedAt,
                booked(next, decision.ledger()),
                trail,
                reply);
    }

    StoredSession corrected(List<LedgerCorrection> corrections) {
        List<LedgerEntry> books = new ArrayList<>(ledger);
        for (LedgerCorrection correction : corrections) {
            books.add(ledger.stream()
                    .filter(known -> known.line().instance().equals(correction.instance()))
                    .findFirst()
                    .map(known -> known.corrected(correction))
                    .orElseGet(() -> LedgerEntry.booked(session, correction)));
        }
        return new StoredSession(session, engineKey, setup, tokenHash, lastUsedAt, books, events, reply);
    }

    /** The books by when their lines begin to count. */
    List<LedgerEntry> books() {
        return ledger.stream()
                .sorted(Comparator.comparing(entry -> entry.line().from()))
                .toList();
    }

    boolean answers(IdempotencyKey key) {
        return reply != null && reply.request().key().equals(key);
    }

    StoredSession withoutReply() {
        return new StoredSession(session, engineKey, setup, tokenHash, lastUsedAt, ledger, events, null);
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
        return new Session(
                next.id(),
                next.terms(),
                next.state(),
                attempts,
                instances,
                next.delivery(),
                next.stamp(),
                next.nextActAt());
    }

    private List<LedgerEntry> booked(Session next, List<LedgerInterval> lines) {
        List<LedgerEntry> books = new ArrayList<>(ledger);
        for (LedgerInterval line : lines) {
            LedgerEntry entry = LedgerEntry.booked(next, line);
            int open = indexOfOpen(books, line);
            if (open < 0) {
                books.add(entry);
            } else {
                books.set(open, books.get(open).closed(line, entry.reason()));
            }
        }
        return books;
    }

    private static int indexOfOpen(List<LedgerEntry> books, LedgerInterval line) {
        for (int i = 0; i < books.size(); i++) {
            LedgerEntry known = books.get(i);
            if (known.isOpen()
                    && known.line().instance().equals(line.instance())
                    && known.line().kind() == line.kind()
                    && known.line().from().equals(line.from())) {
                return i;
            }
        }
        return -1;
    }
}
