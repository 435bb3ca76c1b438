package io.gpushopper.server.metrics;

import io.gpushopper.application.GpuShopper;
import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.ports.StoreException;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the books say was ever charged, read when it is asked for, so that it goes on after a restart. It never goes down: where
 * the books do, as when what ran turns out to have ended before, it stands until they have caught up. Thread-safe.
 */
public final class SpendCounter extends Collector {
    private static final Logger LOG = LoggerFactory.getLogger(SpendCounter.class);
    private static final int PLACES = 6;

    private final GpuShopper shopper;
    private final Map<ProviderId, Accrued> shown = new TreeMap<>();

    public SpendCounter(GpuShopper shopper) {
        this.shopper = shopper;
    }

    @Override
    public synchronized List<MetricFamilySamples> collect() {
        try {
            shopper.providers().keySet().forEach(provider -> raise(provider, Accrued.ZERO));
            shopper.spent().forEach(this::raise);
        } catch (StoreException down) {
            LOG.warn("what was spent could not be read: {}", down.getMessage());
            return List.of();
        }
        CounterMetricFamily family = new CounterMetricFamily(
                "gpu_session_spend_usd", "What sessions were charged, as the books have it.", List.of("provider"));
        shown.forEach((provider, amount) -> family.addMetric(
                List.of(provider.value()), amount.dollars(PLACES).doubleValue()));
        return List.of(family);
    }

    private void raise(ProviderId provider, Accrued amount) {
        shown.merge(provider, amount, (before, now) -> before.compareTo(now) < 0 ? now : before);
    }
}
