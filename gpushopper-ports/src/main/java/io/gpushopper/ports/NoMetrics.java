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

/** Metrics for those who want none. Immutable. */
final class NoMetrics implements Metrics {
    @Override
    public void providerCalled(ProviderId provider, String operation, Duration took, @Nullable ErrorKind error) {}

    @Override
    public void sshVerified(ProviderId provider, Duration took) {}

    @Override
    public void sshVerifyFailed(ProviderId provider) {}

    @Override
    public void orphanDetected(ProviderId provider) {}

    @Override
    public void ghostDetected(ProviderId provider) {}

    @Override
    public void destroyFailed(ProviderId provider) {}

    @Override
    public void stopFailed(ProviderId provider) {}

    @Override
    public void sessionMoved(ProviderId provider, SessionStatus from, SessionStatus to) {}

    @Override
    public void reconciled(ProviderId provider, Duration took) {}

    @Override
    public void otherDeployments(ProviderId provider, int instances, UsdPerHour rate) {}

    @Override
    public void idleWarned(ProviderId provider) {}

    @Override
    public void idleEnded(ProviderId provider) {}

    @Override
    public void spendRefused(SpendRefusal limit) {}

    @Override
    public void budgetWarned(ConsumerId consumer) {}

    @Override
    public void budgetStopped(ConsumerId consumer) {}

    @Override
    public void billCompared(ProviderId provider, BigDecimal share) {}

    @Override
    public void billDiffers(ProviderId provider) {}

    @Override
    public void balanceTold(ProviderId provider, Usd balance) {}

    @Override
    public void alarmed(ProviderId provider, Alarm alarm, String reason, int count) {}
}
