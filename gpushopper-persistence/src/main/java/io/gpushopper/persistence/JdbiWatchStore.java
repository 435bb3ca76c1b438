package io.gpushopper.persistence;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.AccountId;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.Stranger;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.WatchStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The tables of what reconciliation remembers. Replicas may write the same row at once: the later one stands. Thread-safe. */
final class JdbiWatchStore implements WatchStore {
    private static final Table STRANGERS =
            new Table("strangers", List.of("provider", "id"), List.of("tag", "first_seen_at"), List.of("kept", "word"));
    private static final String FIRST_STRANGER = "insert into strangers (provider, id, tag, first_seen_at, kept, word)"
            + " values (:provider, :id, :tag, :first_seen_at, :kept, :word) on conflict do nothing";
    private static final String FIRST_PASS =
            "insert into reconcile_passes (provider, passed_at) values (:provider, :at) on conflict do nothing";
    private static final String LATER_PASS =
            "update reconcile_passes set passed_at = :at where provider = :provider and passed_at < :at";
    private static final String LOST = "select count(*) from instances i join launch_attempts a on a.tag = i.tag"
            + " where a.account_provider = :provider and a.account_url = :url and a.account_id = :account"
            + " and i.gone_at is not null and i.destroy_accepted_at is null and i.believed_at is null"
            + " and i.missing_since > :since";

    private final Database database;

    JdbiWatchStore(Database database) {
        this.database = requireNonNull(database, "database");
    }

    @Override
    public Optional<Instant> lastPass(ProviderId provider) {
        return database.read(
                handle -> handle.createQuery("select passed_at from reconcile_passes where provider = :provider")
                        .bind("provider", provider.value())
                        .map((results, context) -> new Row(results).time("passed_at"))
                        .findOne());
    }

    @Override
    public void passed(ProviderId provider, Instant at) {
        database.write(Durability.SYNCED, handle -> {
            pass(handle, FIRST_PASS, provider, at);
            pass(handle, LATER_PASS, provider, at);
            return provider;
        });
    }

    private static void pass(Handle handle, String statement, ProviderId provider, Instant at) {
        handle.createUpdate(statement)
                .bind("provider", provider.value())
                .bind("at", Columns.stored(at))
                .execute();
    }

    @Override
    public int lostSince(AccountId account, Instant since) {
        return database.read(handle -> handle.createQuery(LOST)
                .bind("provider", account.provider().value())
                .bind("url", account.baseUrl())
                .bind("account", account.value())
                .bind("since", Columns.stored(since))
                .mapTo(Integer.class)
                .one());
    }

    @Override
    public List<Stranger> strangers(ProviderId provider) {
        return database.read(handle -> handle.createQuery(
                        "select * from strangers where provider = :provider order by first_seen_at, id")
                .bind("provider", provider.value())
                .map((results, context) -> read(new Row(results)))
                .list());
    }

    @Override
    public void put(Stranger stranger) {
        Columns columns = new Columns()
                .with("provider", stranger.id().provider().value())
                .with("id", stranger.id().value())
                .with("tag", stranger.tag().text())
                .with("first_seen_at", stranger.firstSeenAt())
                .with("kept", stranger.kept())
                .with("word", stranger.word());
        database.write(Durability.SYNCED, handle -> {
            boolean known = STRANGERS.update(handle, columns);
            return known
                    || handle.createUpdate(FIRST_STRANGER)
                                    .bindMap(columns.values())
                                    .execute()
                            > 0;
        });
    }

    @Override
    public void forget(InstanceId stranger) {
        database.write(
                Durability.SYNCED,
                handle -> handle.createUpdate("delete from strangers where provider = :provider and id = :id")
                        .bind("provider", stranger.provider().value())
                        .bind("id", stranger.value())
                        .execute());
    }

    private static Stranger read(Row row) throws SQLException {
        return new Stranger(
                row.instance("provider", "id"),
                row.tag("tag"),
                row.time("first_seen_at"),
                row.wordOrNull("kept", Stranger.Kept.class),
                row.wordOrNull("word", Stranger.Word.class));
    }
}
