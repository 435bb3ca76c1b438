package io.gpushopper.domain.spending;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.Session;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What must allow a write that commits to spending more: judged by the store under one lock for the whole deployment, so that of two
 * that come together the second is judged with the first. Immutable.
 *
 * @param fuse the deployment's; null when the write buys nothing
 * @param budget its consumer's; null when there is none
 * @param now at which moment
 */
public record SpendGuard(@Nullable Fuse fuse, @Nullable Budget budget, Instant now) {
    /** Allows everything. */
    public static final SpendGuard NONE = new SpendGuard(null, null, Instant.EPOCH);

    public SpendGuard {
        requireNonNull(now, "now");
    }

    /** Whether anything has to be asked. */
    public boolean isNone() {
        return fuse == null && budget == null;
    }

    /** The months and loads that the session is judged with: everybody else's. */
    public interface Others {
        /** What there is at the providers beside the session. */
        DeploymentLoad load();

        /** The consumer's month at the guard's moment without the session. */
        MonthSpend month();
    }

    /**
     * Allows the session as it is about to be written, or does not.
     *
     * @throws FuseException when the deployment would have too much
     * @throws BudgetExceededException when its consumer would spend too much
     */
    public void admit(Session session, Others others) {
        Optional.ofNullable(fuse).ifPresent(known -> known.admit(others.load(), DeploymentLoad.of(session)));
        Optional.ofNullable(budget).ifPresent(known -> known.admit(others.month(), WorstCase.of(session, now)));
    }
}
