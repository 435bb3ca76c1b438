package io.gpushopper.application;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.AccountId;
import io.gpushopper.domain.session.Policy;
import io.gpushopper.domain.session.TimedEnds;
import io.gpushopper.ports.Account;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.ProviderTraits;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** The configured providers and the accounts behind their credentials. Thread-safe. */
final class Providers {
    /** For sessions of a provider that is not configured any more: nothing can be concluded about them. */
    private static final ProviderTraits OF_NOBODY =
            new ProviderTraits(Duration.ofMinutes(2), Duration.ofMinutes(10), true, true, 0);

    private final Map<ProviderId, Provider> byId = new TreeMap<>();
    private final Map<ProviderId, AccountId> accounts = new ConcurrentHashMap<>();

    private final BigDecimal priceTolerance;
    private final BooleanSupplier sureOfTime;

    /**
     * @param sureOfTime whether the clocks agree, so that ends by time may act
     */
    Providers(
            Collection<? extends Provider> providers,
            EngineSettings settings,
            EngineMode mode,
            BooleanSupplier sureOfTime) {
        this.priceTolerance = settings.priceTolerance();
        this.sureOfTime = sureOfTime;
        for (Provider provider : providers) {
            Provider used = mode == EngineMode.OBSERVING ? new HandsOff(provider) : provider;
            if (byId.put(provider.id(), used) != null) {
                throw new IllegalArgumentException("provider " + provider.id() + " is configured twice");
            }
        }
    }

    Collection<Provider> all() {
        return byId.values();
    }

    Optional<Provider> find(ProviderId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** @throws IllegalStateException when it is not configured */
    Provider require(ProviderId id) {
        return find(id).orElseThrow(() -> new IllegalStateException("provider " + id + " is not configured"));
    }

    /**
     * The account that pays for what is bought there. Asked for once: another key means another process.
     *
     * @throws io.gpushopper.ports.ProviderException when the provider doesn't tell
     */
    AccountId account(ProviderId id) {
        AccountId known = accounts.get(id);
        if (known != null) {
            return known;
        }
        Account account = require(id).account();
        accounts.put(id, account.id());
        return account.id();
    }

    Policy policy(ProviderId id) {
        return policyOf(find(id).map(Provider::traits).orElse(OF_NOBODY));
    }

    /** How many refusals of our credentials in a row are believed. */
    int refusalsToBelieve(ProviderId id) {
        return find(id).map(Provider::traits).orElse(OF_NOBODY).refusalsToBelieve();
    }

    private Policy policyOf(ProviderTraits traits) {
        return new Policy(
                traits.launchTimeout(),
                traits.visibilityLag(),
                traits.keysAtLaunch(),
                traits.computeFromCreation(),
                priceTolerance,
                sureOfTime.getAsBoolean() ? TimedEnds.ACT : TimedEnds.WAIT);
    }
}
