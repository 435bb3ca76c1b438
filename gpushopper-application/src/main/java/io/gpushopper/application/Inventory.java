package io.gpushopper.application;

import io.gpushopper.domain.health.MarketHealth;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is for rent: one immutable snapshot a provider, swapped whole, refreshed in the background, and one of all together that reads
 * are served from. Reads never wait for a provider. One provider failing leaves its last good snapshot in place, with a warning.
 * Thread-safe.
 */
final class Inventory {
    private static final Logger LOG = LoggerFactory.getLogger(Inventory.class);
    /** In the HTTP API an offer of the last 15 minutes is stale, not unknown. */
    private static final Duration REMEMBERED = Duration.ofMinutes(15);

    private static final Duration RATE_LIMITED_REFRESH = Duration.ofMinutes(5);

    private final Map<ProviderId, ProviderShelf> shelves = new TreeMap<>();
    private final Duration refresh;
    private final InstantSource clock;
    private final CompletableFuture<Boolean> first = new CompletableFuture<>();
    private volatile MarketHealth health = MarketHealth.GOOD;
    private volatile InventorySnapshot shown = InventorySnapshot.EMPTY;

    Inventory(Collection<Provider> providers, Duration refresh, InstantSource clock) {
        this.refresh = refresh;
        this.clock = clock;
        providers.forEach(provider -> shelves.put(provider.id(), new ProviderShelf(provider)));
        settleFirst();
    }

    /** The offers that match, in the order asked for, and what must be said about them. */
    InventoryPage list(OfferQuery query, int offset, int limit) {
        List<InventoryWarning> warnings = new ArrayList<>();
        Instant now = clock.instant();
        for (ProviderShelf shelf : shelves.values()) {
            if (query.provider() == null || query.provider().equals(shelf.provider.id())) {
                shelf.warning(now).ifPresent(warnings::add);
            }
        }
        return shown.page(query, offset, limit, warnings);
    }

    /** What is for rent now. */
    InventorySnapshot shown() {
        return shown;
    }

    /** Completes with whether any provider has shown offers, as soon as one has, or all have failed to. */
    CompletionStage<Boolean> first() {
        return first.minimalCompletionStage();
    }

    /** Whether any provider has shown offers since the start. */
    boolean isKnown() {
        return shelves.values().stream().anyMatch(shelf -> shelf.loadedAt != null);
    }

    /** Whether the provider has shown offers since the start. */
    boolean isKnown(ProviderId provider) {
        ProviderShelf shelf = shelves.get(provider);
        return shelf != null && shelf.loadedAt != null;
    }

    /** The offers of the provider to which a session may be moved, the cheapest first. */
    List<Offer> offers(ProviderId provider) {
        ProviderShelf shelf = shelves.get(provider);
        MarketHealth known = health;
        return shelf == null
                ? List.of()
                : shelf.offers.offers().stream()
                        .filter(offer -> !known.isSuppressed(offer.id()))
                        .toList();
    }

    /** From now on offers are believed as far as that says. */
    void judge(MarketHealth next) {
        boolean unchanged = health.isGood() && next.isGood();
        health = next;
        if (!unchanged) {
            show();
        }
    }

    /** Whether some provider is failing. */
    boolean isDegraded() {
        return shelves.values().stream().anyMatch(shelf -> shelf.failure != null);
    }

    /** How many offers of the provider are shown. */
    int size(ProviderId provider) {
        ProviderShelf shelf = shelves.get(provider);
        return shelf == null ? 0 : shelf.offers.offers().size();
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
        Optional<Offer> offer = shown.find(id);
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
            show();
        }
    }

    /** Asks the provider anew, and says when to do so next. Never throws for what a provider does. */
    Duration refresh(ProviderId id) {
        ProviderShelf shelf = shelves.get(id);
        if (shelf == null) {
            return refresh;
        }
        try {
            return shelf.refresh() == ErrorKind.RATE_LIMITED ? RATE_LIMITED_REFRESH : refresh;
        } finally {
            show();
            settleFirst();
        }
    }

    private synchronized void show() {
        shown = InventorySnapshot.of(
                shelves.values().stream().map(shelf -> shelf.offers).toList(), health);
    }

    private void settleFirst() {
        if (isKnown() || shelves.values().stream().allMatch(shelf -> shelf.failure != null)) {
            first.complete(isKnown());
        }
    }

    /** What one provider shows. */
    private final class ProviderShelf {
        private final Provider provider;
        private final Map<OfferId, Instant> lastSeen = new ConcurrentHashMap<>();
        private final Map<OfferId, Instant> withdrawn = new HashMap<>();
        private volatile OfferShelf offers = OfferShelf.EMPTY;
        private volatile @Nullable Instant loadedAt;
        private volatile @Nullable ErrorKind failure;

        ProviderShelf(Provider provider) {
            this.provider = provider;
        }

        @Nullable
        ErrorKind refresh() {
            Instant asked = clock.instant();
            try {
                load(asked, provider.offers());
                failure = null;
            } catch (ProviderException failed) {
                LOG.warn("offers of {} could not be refreshed: {}", provider.id(), failed.getMessage());
                failure = failed.kind();
            } catch (RuntimeException | Error broken) {
                failure = ErrorKind.MALFORMED;
                throw broken;
            }
            return failure;
        }

        private void load(Instant asked, List<Offer> found) {
            Instant now = clock.instant();
            synchronized (this) {
                // What was bought while the provider was being asked may still stand in its answer.
                withdrawn.values().removeIf(time -> time.isBefore(asked));
                offers = OfferShelf.of(found, withdrawn::containsKey);
                loadedAt = now;
            }
            found.forEach(offer -> lastSeen.put(offer.id(), now));
            lastSeen.values().removeIf(seen -> seen.plus(REMEMBERED).isBefore(now));
        }

        synchronized void withdraw(OfferId id) {
            withdrawn.put(id, clock.instant());
            offers = offers.without(id);
        }

        Optional<InventoryWarning> warning(Instant now) {
            ErrorKind failed = failure;
            Instant loaded = loadedAt;
            if (failed != null) {
                return Optional.of(new InventoryWarning(
                        provider.id(), failed, reason(failed), loaded == null ? null : Duration.between(loaded, now)));
            }
            return loaded != null
                    ? Optional.empty()
                    : Optional.of(new InventoryWarning(
                            provider.id(),
                            ErrorKind.UNAVAILABLE,
                            "its offers are being loaded for the first time",
                            null));
        }
    }

    private static String reason(ErrorKind kind) {
        return switch (kind) {
            case RATE_LIMITED -> "the provider limits how often it may be asked";
            case UNAUTHORIZED -> "the provider refuses our credentials";
            case MALFORMED -> "the provider's answer makes no sense";
            case OFFER_GONE, INSUFFICIENT_FUNDS, INVALID_REQUEST, UNSUPPORTED, NOT_FOUND, UNAVAILABLE ->
                "the provider could not be asked";
        };
    }
}
