package io.gpushopper.server.metrics;

import io.gpushopper.ports.Account;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.ProviderException;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Gauge;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What may still be spent at each provider, as it told last; nothing is shown of one that tells nothing. Confined to the thread that
 * asks, thread-safe to read.
 */
public final class Balances implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Balances.class);

    private final List<Provider> providers;
    private final Gauge balances;

    public Balances(CollectorRegistry registry, List<Provider> providers) {
        this.providers = List.copyOf(providers);
        this.balances = Gauge.build("gpu_provider_balance_usd", "What may still be spent, as the provider told last.")
                .labelNames("provider")
                .register(registry);
    }

    /** Asks every provider. What one does not tell now it told before. */
    @Override
    public void run() {
        for (Provider provider : providers) {
            try {
                show(provider, provider.account());
            } catch (ProviderException | IllegalStateException silent) {
                LOG.debug("the balance at {} is not known: {}", provider.id(), silent.getMessage());
            }
        }
    }

    private void show(Provider provider, Account account) {
        if (account.balance() != null) {
            balances.labels(provider.id().value())
                    .set(account.balance().amount().doubleValue());
        }
    }
}
