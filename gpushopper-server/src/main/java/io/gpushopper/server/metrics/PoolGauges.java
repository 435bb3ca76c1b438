package io.gpushopper.server.metrics;

import io.gpushopper.persistence.PoolUse;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** How the connections to the database are used, read when it is asked for. Thread-safe. */
public final class PoolGauges extends Collector {
    private final Supplier<Optional<PoolUse>> pool;

    /**
     * Gauges of that pool.
     *
     * @param pool gives nothing when there is none, which is then shown as nothing
     */
    public PoolGauges(Supplier<Optional<PoolUse>> pool) {
        this.pool = pool;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        return pool.get().map(PoolGauges::families).orElse(List.of());
    }

    private static List<MetricFamilySamples> families(PoolUse use) {
        GaugeMetricFamily connections = new GaugeMetricFamily(
                "gpu_database_connections", "Open connections to the database.", List.of("state"));
        connections.addMetric(List.of("active"), use.active());
        connections.addMetric(List.of("idle"), use.idle());
        return List.of(
                connections,
                new GaugeMetricFamily(
                        "gpu_database_connections_max", "Connections that may be open at once.", use.most()),
                new GaugeMetricFamily(
                        "gpu_database_connection_waiters", "Threads that wait for a connection.", use.waiting()));
    }
}
