package io.gpushopper.persistence;

import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.ports.IdempotencyKey;
import io.gpushopper.ports.KeptReply;
import io.gpushopper.ports.SshPrivateKey;
import io.gpushopper.ports.StoredReply;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of requests that may be repeated. A row is written with its session, and lives a day at most. */
final class ReplyRows {
    private static final Table TABLE = new Table(
            "kept_replies",
            List.of("caller", "idempotency_key"),
            List.of("session_id", "content", "consumer_secret", "recorded_at"),
            List.of());

    private static final String THIS_ONE = " where caller = :caller and idempotency_key = :key";

    private ReplyRows() {}

    /** The row is the lock: of two requests with one key one is written. */
    static void insert(Handle handle, Session session, KeptReply reply, byte @Nullable [] secret) {
        IdempotencyKey key = reply.request().key();
        TABLE.insert(
                handle,
                new Columns()
                        .with("caller", key.caller())
                        .with("idempotency_key", key.value())
                        .with("session_id", session.id().value())
                        .with("content", reply.request().content())
                        .with("consumer_secret", (Object) secret)
                        .with("recorded_at", session.terms().createdAt()));
    }

    static Optional<StoredReply> find(Handle handle, IdempotencyKey key, SessionSecrets secrets) {
        return handle.createQuery("select * from kept_replies" + THIS_ONE)
                .bind("caller", key.caller())
                .bind("key", key.value())
                .map((results, context) -> read(new Row(results), secrets))
                .findOne();
    }

    static void free(Handle handle, IdempotencyKey key, SessionId session) {
        handle.createUpdate("delete from kept_replies" + THIS_ONE + " and session_id = :session")
                .bind("caller", key.caller())
                .bind("key", key.value())
                .bind("session", session.value())
                .execute();
    }

    static int forget(Handle handle, Instant before) {
        return handle.createUpdate("delete from kept_replies where recorded_at < :before")
                .bind("before", Columns.stored(before))
                .execute();
    }

    private static StoredReply read(Row row, SessionSecrets secrets) throws SQLException {
        SessionId session = row.session("session_id");
        byte[] secret = row.bytesOrNull("consumer_secret");
        SshPrivateKey key = secret == null
                ? null
                : secrets.decrypted(session, SessionSecrets.Kind.CONSUMER_KEY, secret)
                        .map(SshPrivateKey::new)
                        .orElse(null);
        StoredReply.Key state =
                secret == null ? StoredReply.Key.NONE : key == null ? StoredReply.Key.LOST : StoredReply.Key.READABLE;
        return new StoredReply(session, row.text("content"), row.time("recorded_at"), state, key);
    }
}
