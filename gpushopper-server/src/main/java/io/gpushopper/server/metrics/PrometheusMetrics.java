package io.gpushopper.server.metrics;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.spending.SpendRefusal;
import io.gpushopper.ports.Alarm;
import io.gpushopper.ports.Metrics;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the library counts, as Prometheus has it. The names are the HTTP API's, in docs/operations.md. Thread-safe. */
public final class PrometheusMetrics implements Metrics {
    private static final String PROVIDER = "provider";
    private static final String OPERATION = "operation";
    private static final String CONSUMER = "consumer";
    private static final List<String> OPERATIONS = List.of(
            "account",
            "search",
            "create",
            "list",
            "get",
            "attach_key",
            "stop",
            "destroy",
            "destroy_bulk",
            "bill",
            "templates",
            "volumes");
    /** Every change of a session's status that the HTTP API knows. */
    private static final Map<SessionStatus, Set<SessionStatus>> MOVES = Map.of(
            SessionStatus.PENDING, Set.of(SessionStatus.PROVISIONING, SessionStatus.FAILED),
            SessionStatus.PROVISIONING, Set.of(SessionStatus.RUNNING, SessionStatus.STOPPING, SessionStatus.FAILED),
            SessionStatus.RUNNING, Set.of(SessionStatus.STOPPING, SessionStatus.FAILED),
            SessionStatus.STOPPING, Set.of(SessionStatus.STOPPED, SessionStatus.FAILED));

    private static final Map<Alarm, String> ALARMS = Map.of(
            Alarm.ABSENCE_HELD, "Instances that went missing with many others, not believed gone yet.",
            Alarm.STRANGERS, "Instances under our id whose session the store never heard of.",
            Alarm.ACCOUNT_MISSING, "Sessions of an account for which no credential is configured.",
            Alarm.DESTROY_BLOCKED, "Whether destroys are refused together with our credentials.",
            Alarm.LOW_BALANCE, "Whether what is left on the account lasts less than half an hour.",
            Alarm.VOLUMES, "Volumes on machines that we rented, which bill until somebody deletes them.");

    private static final double[] CALLS = {0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120};
    private static final double[] BOOTS = {0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600};
    private static final double NANOS = 1e9;

    private final Histogram providerCalls;
    private final Counter providerErrors;
    private final Histogram verifications;
    private final Counter failedVerifications;
    private final Counter orphans;
    private final Counter ghosts;
    private final Counter failedDestroys;
    private final Counter failedStops;
    private final Counter transitions;
    private final Histogram reconciliations;
    private final Gauge otherInstances;
    private final Gauge otherRates;
    private final Counter idleWarnings;
    private final Counter idleEnds;
    private final Counter refusedSpending;
    private final Counter budgetWarnings;
    private final Counter budgetStops;
    private final Gauge balances;
    private final Gauge billDifferences;
    private final Counter billWarnings;
    private final Map<Alarm, Gauge> alarms = new EnumMap<>(Alarm.class);

    public PrometheusMetrics(CollectorRegistry registry) {
        providerCalls = histogram("gpu_provider_api_duration_seconds", "Calls to providers.", CALLS)
                .labelNames(PROVIDER, OPERATION)
                .register(registry);
        providerErrors = Counter.build("gpu_provider_api_errors_total", "Calls to providers that failed.")
                .labelNames(PROVIDER, OPERATION)
                .register(registry);
        verifications = histogram(
                        "gpu_ssh_verify_duration_seconds",
                        "From the first address of an instance to the first login.",
                        BOOTS)
                .labelNames(PROVIDER)
                .register(registry);
        failedVerifications = Counter.build(
                        "gpu_ssh_verify_failures_total", "Sessions given up because nobody could log in.")
                .register(registry);
        orphans = Counter.build("gpu_orphans_detected_total", "Instances found that nothing answered for.")
                .register(registry);
        ghosts = Counter.build("gpu_ghosts_detected_total", "Live sessions whose instance was proved gone.")
                .register(registry);
        failedDestroys = Counter.build("gpu_destroy_failures_total", "Destroys that a provider did not accept.")
                .register(registry);
        failedStops = Counter.build(
                        "gpu_stop_failures_total", "Stops by which storage is kept that a provider did not take.")
                .register(registry);
        transitions = Counter.build("gpu_session_transitions_total", "Changes of a session's status.")
                .labelNames(PROVIDER, "from", "to")
                .register(registry);
        otherInstances = Gauge.build(
                        "gpu_other_deployments_instances",
                        "Instances of other deployments on the account, which are never touched.")
                .labelNames(PROVIDER)
                .register(registry);
        otherRates = Gauge.build(
                        "gpu_other_deployments_usd_per_hour",
                        "What instances of other deployments on the account bill together, in US dollars an hour.")
                .labelNames(PROVIDER)
                .register(registry);
        idleWarnings = Counter.build(
                        "gpu_sessions_idle_warnings_total", "Sessions whose end for idleness was announced.")
                .labelNames(PROVIDER)
                .register(registry);
        idleEnds = Counter.build("gpu_sessions_idle_ends_total", "Sessions ended because nobody used them.")
                .labelNames(PROVIDER)
                .register(registry);
        refusedSpending = Counter.build(
                        "gpu_spend_refusals_total",
                        "What was not bought or lengthened, for it would have cost too much.")
                .labelNames("limit")
                .register(registry);
        for (SpendRefusal limit : SpendRefusal.values()) {
            refusedSpending.labels(limit.word());
        }
        budgetWarnings = Counter.build(
                        "gpu_budget_warnings_total", "Consumers warned that their budget is nearly spent.")
                .labelNames(CONSUMER)
                .register(registry);
        budgetStops = Counter.build("gpu_budget_stops_total", "Sessions ended because a budget was spent.")
                .labelNames(CONSUMER)
                .register(registry);
        balances = Gauge.build("gpu_provider_balance_usd", "What may still be spent, as the provider told last.")
                .labelNames(PROVIDER)
                .register(registry);
        billDifferences = Gauge.build(
                        "gpu_billing_difference_ratio",
                        "By what share of the provider's bill it is more than the books, of what is settled.")
                .labelNames(PROVIDER)
                .register(registry);
        billWarnings = Counter.build(
                        "gpu_billing_warnings_total", "Comparisons with a bill that were off by more than 1 %.")
                .labelNames(PROVIDER)
                .register(registry);
        ALARMS.forEach((alarm, help) -> alarms.put(
                alarm,
                Gauge.build("gpu_" + alarm.word(), help)
                        .labelNames(PROVIDER, "reason")
                        .register(registry)));
        reconciliations = histogram(
                        "gpu_reconcile_duration_seconds", "Comparisons of a provider's listing with the store.", CALLS)
                .register(registry);
    }

    /** Shows the families of these providers from the start, with nothing counted. */
    public void expect(Collection<ProviderId> providers) {
        for (ProviderId provider : providers) {
            verifications.labels(provider.value());
            MOVES.forEach(
                    (from, tos) -> tos.forEach(to -> transitions.labels(provider.value(), from.word(), to.word())));
            billWarnings.labels(provider.value());
            idleWarnings.labels(provider.value());
            idleEnds.labels(provider.value());
            OPERATIONS.forEach(operation -> {
                providerErrors.labels(provider.value(), operation);
                providerCalls.labels(provider.value(), operation);
            });
        }
    }

    @Override
    public void providerCalled(ProviderId provider, String operation, Duration took, @Nullable ErrorKind error) {
        providerCalls.labels(provider.value(), operation).observe(seconds(took));
        // That there is no such instance is what a proof asks for, and no failure of the provider's.
        if (error != null && error != ErrorKind.NOT_FOUND) {
            providerErrors.labels(provider.value(), operation).inc();
        }
    }

    @Override
    public void sshVerified(ProviderId provider, Duration took) {
        verifications.labels(provider.value()).observe(seconds(took));
    }

    @Override
    public void sshVerifyFailed(ProviderId provider) {
        failedVerifications.inc();
    }

    @Override
    public void orphanDetected(ProviderId provider) {
        orphans.inc();
    }

    @Override
    public void ghostDetected(ProviderId provider) {
        ghosts.inc();
    }

    @Override
    public void destroyFailed(ProviderId provider) {
        failedDestroys.inc();
    }

    @Override
    public void stopFailed(ProviderId provider) {
        failedStops.inc();
    }

    @Override
    public void sessionMoved(ProviderId provider, SessionStatus from, SessionStatus to) {
        transitions.labels(provider.value(), from.word(), to.word()).inc();
    }

    @Override
    public void reconciled(ProviderId provider, Duration took) {
        reconciliations.observe(seconds(took));
    }

    @Override
    public void otherDeployments(ProviderId provider, int instances, UsdPerHour rate) {
        otherInstances.labels(provider.value()).set(instances);
        otherRates.labels(provider.value()).set(rate.amount().doubleValue());
    }

    @Override
    public void idleWarned(ProviderId provider) {
        idleWarnings.labels(provider.value()).inc();
    }

    @Override
    public void idleEnded(ProviderId provider) {
        idleEnds.labels(provider.value()).inc();
    }

    @Override
    public void spendRefused(SpendRefusal limit) {
        refusedSpending.labels(limit.word()).inc();
    }

    @Override
    public void budgetWarned(ConsumerId consumer) {
        budgetWarnings.labels(consumer.value()).inc();
    }

    @Override
    public void budgetStopped(ConsumerId consumer) {
        budgetStops.labels(consumer.value()).inc();
    }

    @Override
    public void billCompared(ProviderId provider, BigDecimal share) {
        billDifferences.labels(provider.value()).set(share.doubleValue());
    }

    @Override
    public void billDiffers(ProviderId provider) {
        billWarnings.labels(provider.value()).inc();
    }

    @Override
    public void balanceTold(ProviderId provider, Usd balance) {
        balances.labels(provider.value()).set(balance.amount().doubleValue());
    }

    @Override
    public void alarmed(ProviderId provider, Alarm alarm, String reason, int count) {
        requireNonNull(alarms.get(alarm)).labels(provider.value(), reason).set(count);
    }

    private static Histogram.Builder histogram(String name, String help, double... buckets) {
        return Histogram.build(name, help).buckets(buckets);
    }

    private static double seconds(Duration time) {
        return time.toNanos() / NANOS;
    }
}
