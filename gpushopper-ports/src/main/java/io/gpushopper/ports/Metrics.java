package io.gpushopper.ports;

import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.spending.SpendRefusal;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is counted and timed. Thread-safe, quick, and never throws. */
public interface Metrics {
    /**
     * One call to a provider came back.
     *
     * @param operation one of {@code account, search, create, list, get, attach_key, stop, destroy, destroy_bulk, bill, templates, volumes}
     * @param error why it failed; null when it did not
     */
    void providerCalled(ProviderId provider, String operation, Duration took, @Nullable ErrorKind error);

    /** A session was verified by a login so long after its instance first had an address. */
    void sshVerified(ProviderId provider, Duration took);

    /** A session was given up because its instance could not be verified. */
    void sshVerifyFailed(ProviderId provider);

    /** An instance was found that nothing answers for. */
    void orphanDetected(ProviderId provider);

    /** A live session's instance was proved gone though nobody had asked for its end. */
    void ghostDetected(ProviderId provider);

    /** A destroy was not accepted. */
    void destroyFailed(ProviderId provider);

    /** A stop by which storage is kept was not taken. */
    void stopFailed(ProviderId provider);

    /** A session's public status changed. */
    void sessionMoved(ProviderId provider, SessionStatus from, SessionStatus to);

    /** A comparison of a provider's listing with the store was done. */
    void reconciled(ProviderId provider, Duration took);

    /**
     * A complete listing was looked through for instances of other deployments.
     *
     * @param instances how many there are
     * @param rate what they bill together, as far as the provider tells
     */
    void otherDeployments(ProviderId provider, int instances, UsdPerHour rate);

    /** The end of a session that nobody uses was announced. */
    void idleWarned(ProviderId provider);

    /** A session is ended because nobody used it. */
    void idleEnded(ProviderId provider);

    /** Something was not bought or lengthened, for it would have cost too much. */
    void spendRefused(SpendRefusal limit);

    /** A consumer has spent as much of its budget as it is warned at. */
    void budgetWarned(ConsumerId consumer);

    /** A session is ended because its consumer's budget is spent. */
    void budgetStopped(ConsumerId consumer);

    /**
     * Our books were held against a provider's bill.
     *
     * @param share by what share of the bill it is more than the books; negative when it is less
     */
    void billCompared(ProviderId provider, BigDecimal share);

    /** A bill and our books differ by more than is let pass. */
    void billDiffers(ProviderId provider);

    /** A provider told what may still be spent there. */
    void balanceTold(ProviderId provider, Usd balance);

    /**
     * So many things stand under an alarm now.
     *
     * @param reason why, in a word without secrets; an account for {@link Alarm#ACCOUNT_MISSING}
     * @param count 0 once it is over
     */
    void alarmed(ProviderId provider, Alarm alarm, String reason, int count);

    /** Counts nothing. */
    Metrics NONE = new NoMetrics();
}
