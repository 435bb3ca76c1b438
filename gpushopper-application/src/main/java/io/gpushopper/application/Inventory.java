package io.gpushopper.application;

import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.OfferQuery;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is for rent: one immutable snapshot a provider, swapped whole, refreshed in the background. Reads never wait for a
 * provider. One provider failing leaves its last good snapshot in place, with a warning. Thread-safe.
 */
final class Inventory {
    private static final Logger LOG = LoggerFactory.getLogger(Inventory.class);
    /** In the HTTP API an offer of the last 15 minutes is stale, not unknown. */
    private static final Duration REMEMBERED = Duration.ofMinutes(15);

    private static final Duration RATE_LIMITED_REFRESH = Duration.ofMinutes(5);

    private final Map<ProviderId, ProviderShelf> shelves = new TreeMap<>();
    private final Duration refresh;
    private final InstantSource clock;

    Inventory(Collection<Provider> providers, Duration refresh, InstantSource clock) {
        this.refresh = refresh;
        this.clock = clock;
        providers.forEach(provider -> shelves.put(provider.id(), new ProviderShelf(provider)));
    }

    /** The offers that match, in price order, and what must be said about them. */
    InventoryPage list(OfferQuery query, int offset, int limit) {
        List<OfferShelf> asked = new ArrayList<>();
        List<InventoryWarning> warnings = new ArrayList<>();
        for (ProviderShelf shelf : shelves.values()) {
            if (query.provider() == null || query.provider().equals(shelf.provider.id())) {
                shelf.warning(clock.instant()).ifPresent(warnings::add);
                asked.add(shelf.offers);
            }
        }
        return OfferShelf.page(asked, query, offset, limit, warnings);
    }

    /** Whether any provider has shown offers since the start. */
    boolean isKnown() {
        return shelves.values().stream().anyMatch(shelf -> shelf.loadedAt != null);
    }

    /** Whether some provider is failing. */
    boolean isDegraded() {
        return shelves.values().stream().anyMatch(shelf -> shelf.failure != null);
    }

    /** How many offers of the provider are shown. */
    int size(ProviderId provider) {
        ProviderShelf shelf = shelves.get(provider);
        return shelf == null ? 0 : shelf.offers.size();
    }

    Optional<Offer> find(OfferId id) {
        return Optional.ofNullable(shelves.get(id.provider())).flatMap(shelf -> shelf.offers.find(id));
    }

    /**
     * The offer, to be bought.
     *
     * @throws OfferGoneException when it was shown within the last 15 minutes and is no more
     * @throws NotFoundException when it was not
     */
    Offer require(OfferId id) {
        ProviderShelf shelf = shelves.get(id.provider());
        if (shelf == null) {
            throw new NotFoundException("offer", id.toString());
        }
        Optional<Offer> offer = shelf.offers.find(id);
        if (offer.isPresent()) {
            return offer.get();
        }
        Instant seen = shelf.lastSeen.get(id);
        if (seen != null && seen.plus(REMEMBERED).isAfter(clock.instant())) {
            throw new OfferGoneException(id);
        }
        throw new NotFoundException("offer", id.toString());
    }

    /** The offer was bought, or the provider says that it is gone: it is shown no more. */
    void withdraw(OfferId id) {
        ProviderShelf shelf = shelves.get(id.provider());
        if (shelf != null) {
            shelf.withdraw(id);
        }
    }

    /** Asks the provider anew, and says when to do so next. Never throws for what a provider does. */
    Duration refresh(ProviderId id) {
        ProviderShelf shelf = shelves.get(id);
        if (shelf == null) {
            return refresh;
        }
        return shelf.refresh() == ErrorKind.RATE_LIMITED ? RATE_LIMITED_REFRESH : refresh;
    }

    /** What one provider shows. */
    private final class ProviderShelf {
        private final Provider provider;
        private final Map<OfferId, Instant> lastSeen = new ConcurrentHashMap<>();
        private volatile OfferShelf offers = OfferShelf.EMPTY;
        private volatile @Nullable Instant loadedAt;
        private volatile @Nullable ProviderException failure;

        ProviderShelf(Provider provider) {
            this.provider = provider;
        }

        @Nullable
        ErrorKind refresh() {
            try {
                OfferShelf shown = OfferShelf.of(provider.offers());
                Instant now = clock.instant();
                synchronized (this) {
                    offers = shown;
                    loadedAt = now;
                }
                shown.ids().forEach(id -> lastSeen.put(id, now));
                lastSeen.values().removeIf(seen -> seen.plus(REMEMBERED).isBefore(now));
                failure = null;
                return null;
            } catch (ProviderException failed) {
                LOG.warn("offers of {} could not be refreshed: {}", provider.id(), failed.getMessage());
                failure = failed;
                return failed.kind();
            }
        }

        synchronized void withdraw(OfferId id) {
            offers = offers.without(id);
        }

        Optional<InventoryWarning> warning(Instant now) {
            ProviderException failed = failure;
            Instant loaded = loadedAt;
            return failed == null
                    ? Optional.empty()
                    : Optional.of(new InventoryWarning(
                            provider.id(),
                            failed.kind(),
                            "the provider could not be asked",
                            loaded == null ? null : Duration.between(loaded, now)));
        }
    }
}
