package io.gpushopper.adapters.http;

import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.spending.SpendRefusal;
import io.gpushopper.ports.Alarm;
import io.gpushopper.ports.Metrics;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Remembers the calls that were counted. */
final class CountedCalls implements Metrics {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    List<String> lines() {
        return lines;
    }

    @Override
    public void providerCalled(ProviderId provider, String operation, Duration took, @Nullable ErrorKind error) {
        lines.add(operation + " " + (error == null ? "ok" : error.name()));
    }

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
