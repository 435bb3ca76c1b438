package io.gpushopper.server.metrics;

import io.gpushopper.application.BudgetStatus;
import io.gpushopper.application.GpuShopper;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferQuery;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.IdleWatch;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.spending.DeploymentLoad;
import io.gpushopper.domain.spending.Fuse;
import io.gpushopper.ports.SessionFilter;
import io.gpushopper.ports.SessionQuery;
import io.gpushopper.ports.StoreException;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gauges that are read when they are asked for, so that they agree with the store at any time. Thread-safe. */
public final class StoreGauges extends Collector {
    private static final Logger LOG = LoggerFactory.getLogger(StoreGauges.class);
    private static final SessionQuery ALL_LIVE =
            SessionQuery.newest(SessionFilter.EVERYTHING.in(SessionStatus.LIVE), Integer.MAX_VALUE);
    private static final double MILLIS = 1e3;

    private final GpuShopper shopper;
    private final InstantSource clock;
    private final IntSupplier overdue;
    /** Every provider that was ever shown, so that the counts of one that is configured no more go to 0 and don't vanish. */
    private final Set<ProviderId> providers = new ConcurrentSkipListSet<>();

    /**
     * @param overdue how many sessions are overdue
     */
    public StoreGauges(GpuShopper shopper, InstantSource clock, IntSupplier overdue) {
        this.shopper = shopper;
        this.clock = clock;
        this.overdue = overdue;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        List<MetricFamilySamples> families = new ArrayList<>(inventory());
        families.add(new GaugeMetricFamily(
                "gpu_session_waiters", "Requests and streams that wait for a session.", shopper.waiting()));
        families.add(gauge(
                "gpu_sessions_overdue",
                "Sessions that should have been looked at more than a minute ago.",
                overdue.getAsInt()));
        try {
            List<Session> live = shopper.sessions(ALL_LIVE);
            families.add(sessions(live));
            families.addAll(idleness(live));
            families.addAll(fuse());
            families.addAll(budgets());
        } catch (StoreException down) {
            LOG.warn("sessions could not be counted: {}", down.getMessage());
        }
        return families;
    }

    private MetricFamilySamples sessions(List<Session> live) {
        Map<String, Integer> counts = new TreeMap<>();
        providers.addAll(shopper.providers().keySet());
        for (Session session : live) {
            providers.add(session.provider());
            counts.merge(key(session.provider(), session.status()), 1, Integer::sum);
        }
        GaugeMetricFamily family = new GaugeMetricFamily(
                "gpu_sessions_active", "Sessions that are not over.", List.of("provider", "status"));
        for (ProviderId provider : providers) {
            for (SessionStatus status : SessionStatus.LIVE) {
                family.addMetric(
                        List.of(provider.value(), status.word()), counts.getOrDefault(key(provider, status), 0));
            }
        }
        return family;
    }

    private List<MetricFamilySamples> idleness(List<Session> live) {
        GaugeMetricFamily idle = new GaugeMetricFamily(
                "gpu_sessions_idle", "Running sessions that nobody uses now.", List.of("provider"));
        GaugeMetricFamily blind = new GaugeMetricFamily(
                "gpu_sessions_blind",
                "Running sessions that are to end when idle, and whose use can't be told.",
                List.of("provider"));
        for (ProviderId provider : providers) {
            List<IdleWatch> watches = live.stream()
                    .filter(session -> session.status() == SessionStatus.RUNNING
                            && session.provider().equals(provider))
                    .flatMap(session -> session.instance().stream())
                    .map(Instance::idle)
                    .toList();
            idle.addMetric(List.of(provider.value()), (double)
                    watches.stream().filter(watch -> watch.idleSince() != null).count());
            blind.addMetric(List.of(provider.value()), (double)
                    watches.stream().filter(IdleWatch::isBlind).count());
        }
        return List.of(idle, blind);
    }

    private List<MetricFamilySamples> fuse() {
        DeploymentLoad load = shopper.load();
        Fuse fuse = shopper.spendRules().fuse();
        return List.of(
                gauge("gpu_fuse_instances", "Instances that live or may come.", load.instances()),
                gauge("gpu_fuse_max_instances", "How many may.", fuse.maxLiveInstances()),
                gauge("gpu_fuse_usd_per_hour", "What they cost an hour at most.", usd(load.rate())),
                gauge("gpu_fuse_max_usd_per_hour", "What they may cost.", usd(fuse.maxHourlySpend())));
    }

    private List<MetricFamilySamples> budgets() {
        List<String> labels = List.of("consumer");
        GaugeMetricFamily monthly =
                new GaugeMetricFamily("gpu_budget_monthly_usd", "What the consumer may spend a month.", labels);
        GaugeMetricFamily spent =
                new GaugeMetricFamily("gpu_budget_spent_usd", "What it has spent at most this month.", labels);
        GaugeMetricFamily reserved = new GaugeMetricFamily(
                "gpu_budget_reserved_usd", "What its sessions that are not over may cost beyond that.", labels);
        for (BudgetStatus status : shopper.budgets()) {
            List<String> consumer = List.of(status.budget().consumer().value());
            monthly.addMetric(consumer, usd(status.budget().monthly()));
            spent.addMetric(consumer, usd(status.month().spent()));
            reserved.addMetric(consumer, usd(status.month().reserved()));
        }
        return List.of(monthly, spent, reserved);
    }

    private static MetricFamilySamples gauge(String name, String help, double value) {
        return new GaugeMetricFamily(name, help, value);
    }

    private static double usd(Usd amount) {
        return amount.amount().doubleValue();
    }

    private static double usd(UsdPerHour rate) {
        return rate.amount().doubleValue();
    }

    private List<MetricFamilySamples> inventory() {
        GaugeMetricFamily offers =
                new GaugeMetricFamily("gpu_inventory_offers", "Offers that are shown.", List.of("provider"));
        GaugeMetricFamily age = new GaugeMetricFamily(
                "gpu_inventory_snapshot_age_seconds", "How old the shown offers are.", List.of("provider"));
        for (ProviderId provider : shopper.providers().keySet()) {
            offers.addMetric(List.of(provider.value()), shopper.offersShown(provider));
            OfferQuery any = OfferQuery.builder().provider(provider).build();
            for (Offer offer : shopper.offers(any, 0, 1).offers()) {
                double seconds =
                        Duration.between(offer.fetchedAt(), clock.instant()).toMillis() / MILLIS;
                age.addMetric(List.of(provider.value()), Math.max(0, seconds));
            }
        }
        return List.of(offers, age);
    }

    private static String key(ProviderId provider, SessionStatus status) {
        return provider + " " + status.word();
    }
}
