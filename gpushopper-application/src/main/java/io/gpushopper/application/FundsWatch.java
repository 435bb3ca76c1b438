package io.gpushopper.application;

import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.InstanceView;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.domain.session.Observation;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.spending.Funds;
import io.gpushopper.ports.Alarm;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.ports.Rounds;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at what is left on the account of each provider. While that is little, it is an alarm, stands in the audit trail of the sessions
 * there, and nothing more is bought. Thread-safe.
 */
final class FundsWatch {
    private static final Logger LOG = LoggerFactory.getLogger(FundsWatch.class);
    private static final String TOO_LITTLE =
            "what is left on the account lasts less than " + Funds.LAST_AT_LEAST.toMinutes() + " minutes";
    private static final Map<String, Integer> LOW = Map.of("below_30_minutes", 1);
    /** Of several servers that see it, one writes it down. */
    private static final Duration TOLD_EVERY = Duration.ofMinutes(10);

    /** What was told so long ago says nothing of what is left now, and must not refuse purchases for ever. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    /** What each provider told last, with what was bought since. */
    private final Map<ProviderId, Told> known = new ConcurrentHashMap<>();

    private final Providers providers;
    private final Listings listings;
    private final SessionStore sessions;
    private final SessionEngine engine;
    private final Alarms alarms;
    private final Metrics metrics;
    private final Rounds rounds;
    private final EngineMode mode;
    private final InstantSource clock;

    private record Told(Funds funds, Instant at) {
        Told spending(UsdPerHour more) {
            return new Told(funds.spending(more), at);
        }

        /** At least nothing burns, whatever was told in between. */
        Told saving(UsdPerHour less) {
            return new Told(funds.saving(less), at);
        }
    }

    FundsWatch(EngineParts parts, Providers providers, Listings listings, SessionEngine engine, Alarms alarms) {
        this.providers = providers;
        this.listings = listings;
        this.engine = engine;
        this.alarms = alarms;
        this.sessions = parts.sessions();
        this.metrics = parts.metrics();
        this.rounds = parts.rounds();
        this.mode = parts.mode();
        this.clock = parts.clock();
    }

    /** One look at one provider. What it does not tell now it told before, for ten minutes. */
    void pass(ProviderId provider) {
        Usd balance;
        try {
            balance = providers.require(provider).account().balance();
        } catch (ProviderException silent) {
            LOG.debug("the balance at {} is not known: {}", provider, silent.getMessage());
            forget(provider);
            return;
        }
        if (balance == null) {
            return;
        }
        metrics.balanceTold(provider, balance);
        List<Session> there = sessions.unfinishedAt(provider);
        List<InstanceView> shown =
                listings.lastComplete(provider).map(Listing::instances).orElse(List.of());
        judge(provider, new Funds(balance, Funds.burn(shown, there)), there);
    }

    private void judge(ProviderId provider, Funds funds, List<Session> there) {
        known.put(provider, new Told(funds, clock.instant()));
        boolean isNews = !alarms.isRaised(provider, Alarm.LOW_BALANCE);
        alarms.set(provider, Alarm.LOW_BALANCE, funds.areLow() ? LOW : Map.of());
        if (funds.areLow() && isNews) {
            LOG.warn("balance at {}: {}: {}", provider, TOO_LITTLE, funds.inWords());
            if (mode == EngineMode.ACTING && isOursToTell(provider)) {
                Observation note = new Observation.Noted("balance at " + provider + ": " + TOO_LITTLE);
                there.stream().filter(Session::isActive).forEach(session -> engine.pass(session.id(), note));
            }
        }
    }

    private void forget(ProviderId provider) {
        Told told = known.get(provider);
        if (told != null && isForgotten(told)) {
            known.remove(provider, told);
            alarms.set(provider, Alarm.LOW_BALANCE, Map.of());
        }
    }

    private boolean isForgotten(Told told) {
        return told.at().plus(FORGOTTEN).isBefore(clock.instant());
    }

    private boolean isOursToTell(ProviderId provider) {
        try {
            return rounds.take("balance " + provider, TOLD_EVERY);
        } catch (StoreException silent) {
            return true;
        }
    }

    /**
     * Lets an offer be bought from what is left.
     *
     * @throws ProviderException {@code INSUFFICIENT_FUNDS} when with it that would last less than half an hour
     */
    void admit(Offer offer) {
        known.computeIfPresent(offer.id().provider(), (provider, told) -> {
            if (isForgotten(told)) {
                return told;
            }
            Told then = told.spending(offer.price());
            if (then.funds().areLow()) {
                LOG.warn(
                        "{} is not bought: with it, {}",
                        offer.id(),
                        then.funds().inWords());
                throw new ProviderException(provider, ErrorKind.INSUFFICIENT_FUNDS, "with this, " + TOO_LITTLE);
            }
            return then;
        });
    }

    /** What was admitted is not bought after all. */
    void giveBack(Offer offer) {
        known.computeIfPresent(offer.id().provider(), (provider, told) -> told.saving(offer.price()));
    }
}
