package io.gpushopper.ports;

import io.gpushopper.domain.health.OfferFailure;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.spending.DeploymentLoad;
import io.gpushopper.domain.spending.MonthSpend;
import io.gpushopper.domain.spending.SpendGuard;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Keeps sessions with their attempts, instances, ledger lines and events, and keeps the work queue in step: each write that
 * leaves a {@code nextActAt} puts the session's one task at that moment, in the same transaction, and one that leaves none
 * removes it. Thread-safe. No transaction is open when a method returns.
 *
 * <p>Facts are not fenced, decisions are: {@link #save} counts only under the stamp that was read, {@link #amend} always
 * applies.
 */
public interface SessionStore {
    /**
     * Writes a new session down, synced; it becomes due at its {@code nextActAt}. Everything about it is in one transaction.
     *
     * @throws IdempotencyKeyTakenException when a request with that key is recorded already; this comes before the next
     * @throws DuplicateSessionException when the consumer has a session on that offer that is not over
     * @throws io.gpushopper.domain.spending.FuseException when its guard does not allow it; nothing was written
     * @throws io.gpushopper.domain.spending.BudgetExceededException likewise
     */
    void create(SessionCreation creation);

    Optional<Session> find(SessionId id);

    /** Those of them that exist, in no order, as they were at one moment. */
    List<Session> findAll(Set<SessionId> ids);

    /** The session of that consumer on that offer that is not over; there is at most one. */
    Optional<SessionId> findActive(ConsumerId consumer, OfferId offer);

    /** How far each of them that exists has come, in one query. */
    Map<SessionId, SessionMark> marks(Set<SessionId> ids);

    /**
     * Claims the session for a worker: raises its epoch and version, so that whoever took it before can't save any more.
     *
     * @return the session under its new stamp; empty when there is none
     */
    Optional<Session> take(SessionId id);

    /**
     * Saves a decision, ledger lines and events included, if nobody wrote the session since it was read.
     *
     * @return the session under its new stamp; empty when another wrote it, and nothing was saved
     * @throws DuplicateSessionException when it moves to an offer on which its consumer has another session that is not over
     */
    default Optional<Session> save(Decision decision, Durability durability) {
        return save(decision, durability, SpendGuard.NONE);
    }

    /**
     * Saves a decision that commits to more, such as a further purchase, if the guard allows the session as it comes to be. A decision
     * that ends anything is saved without one.
     *
     * @throws io.gpushopper.domain.spending.FuseException when the guard does not allow it; nothing was saved
     * @throws io.gpushopper.domain.spending.BudgetExceededException likewise
     */
    Optional<Session> save(Decision decision, Durability durability, SpendGuard guard);

    /**
     * Changes the session whatever its stamp, reading and writing it in one transaction. For facts that anybody may learn, and
     * for what consumers ask for. The change may be applied more than once; an exception that it throws leaves the session as
     * it is and reaches the caller.
     *
     * @return the session under its new stamp; empty when there is none
     */
    default Optional<Session> amend(SessionId id, Function<Session, Decision> change, Durability durability) {
        return amend(id, change, durability, SpendGuard.NONE);
    }

    /**
     * The same for a change that commits to more, such as a longer reservation, if the guard allows the session as it comes to be.
     *
     * @throws io.gpushopper.domain.spending.FuseException when the guard does not allow it; nothing was changed
     * @throws io.gpushopper.domain.spending.BudgetExceededException likewise
     */
    Optional<Session> amend(SessionId id, Function<Session, Decision> change, Durability durability, SpendGuard guard);

    /** What there is at the providers and what may come, as far as the store knows. */
    DeploymentLoad load();

    /**
     * What a consumer's sessions count for in a month.
     *
     * @param month by UTC
     */
    MonthSpend spend(ConsumerId consumer, YearMonth month, Instant now);

    /**
     * Notes that the consumer was warned of that month's budget.
     *
     * @return whether this is the first time
     */
    boolean firstWarning(ConsumerId consumer, YearMonth month);

    /** The engine's private key for the session; empty once it is over, or when the key can't be read. */
    Optional<SshPrivateKey> engineKey(SessionId id);

    /** What is recorded of a request with that key, however old it is. */
    Optional<StoredReply> findReply(IdempotencyKey key);

    /** Forgets the request with that key, if it is the one that made that session: the key may be used anew. */
    void freeReply(IdempotencyKey key, SessionId session);

    /**
     * Forgets the requests that were recorded before that moment, with the private keys of their answers.
     *
     * @return how many they were
     */
    int forgetReplies(Instant before);

    /** What may be secret of its instance's setup; empty once it is over, or when it can't be read. */
    Optional<SetupSecrets> setupSecrets(SessionId id);

    /** The hash of its agent's token; empty when there is no such session, or no agent of it. */
    Optional<String> tokenHash(SessionId id);

    /**
     * Notes that the session was in use at that moment, unless a later one is noted. A fact beside the rest: it is not fenced, raises
     * no stamp, and makes no work.
     *
     * @return false when there is no such session that is not over
     */
    boolean markUsed(SessionId id, Instant at);

    /** When the session was last in use as far as its agent said; empty when it never did. */
    Optional<Instant> lastUsedAt(SessionId id);

    /** What purchases came to nothing, or lost what they had brought, after that moment, in no order. */
    List<OfferFailure> offerFailures(Instant after);

    /** Those of the physical machines for which a purchase was ever sent to that provider. */
    Set<String> rentedMachines(ProviderId provider, Set<String> among);

    /** Newest first, by creation time and then id. */
    List<Session> list(SessionQuery query);

    /** How many match. */
    int count(SessionFilter filter);

    /** What reconciliation remembers, in the same store. */
    WatchStore watch();

    /** Every session for which there is something left to do, in no order: what a restart has to take care of. */
    List<Session> unfinished();

    /** Those of them whose instances are at that provider. */
    default List<Session> unfinishedAt(ProviderId provider) {
        return unfinished().stream()
                .filter(session -> session.provider().equals(provider))
                .toList();
    }

    /** Whether there is any of those. */
    default boolean hasUnfinishedAt(ProviderId provider) {
        return !unfinishedAt(provider).isEmpty();
    }

    /**
     * The audit trail, oldest first; empty when there is no such session. What is committed later has a higher id, so nothing is missed by
     * asking for what comes after the last one that was seen.
     *
     * @param after only those with a higher id; 0 for all
     * @param most at most so many; at least 1
     */
    List<RecordedEvent> events(SessionId id, long after, int most);
}
