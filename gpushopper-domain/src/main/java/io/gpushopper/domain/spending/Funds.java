package io.gpushopper.domain.spending;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.session.InstanceView;
import io.gpushopper.domain.session.Session;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;

/**
 * What an account may still spend, and what it spends. A provider stops or destroys everything on an account that has nothing left, so
 * nothing is bought for one that is about to run dry.
 *
 * @param balance what is left, as the provider told; it may owe
 * @param burn what everything on the account costs together an hour
 */
public record Funds(Usd balance, UsdPerHour burn) {
    /** Time to top it up, or to save what is on the machines. */
    public static final Duration LAST_AT_LEAST = Duration.ofMinutes(30);

    public Funds {
        requireNonNull(balance, "balance");
        requireNonNull(burn, "burn");
    }

    /**
     * What an account spends: what its provider shows to bill, whoever bought it, but no less than what our own sessions may cost there,
     * for not every listing tells prices.
     */
    public static UsdPerHour burn(Collection<InstanceView> shown, Collection<Session> ours) {
        UsdPerHour told = shown.stream()
                .map(InstanceView::burning)
                .filter(Objects::nonNull)
                .map(Rates::total)
                .reduce(UsdPerHour.ZERO, UsdPerHour::plus);
        UsdPerHour own = ours.stream()
                .map(DeploymentLoad::of)
                .reduce(DeploymentLoad.NONE, DeploymentLoad::plus)
                .rate();
        return told.compareTo(own) < 0 ? own : told;
    }

    /** Whether it lasts less than half an hour. */
    public boolean areLow() {
        return balance.compareTo(burn.over(LAST_AT_LEAST)) < 0;
    }

    /** The same account once it spends more. */
    public Funds spending(UsdPerHour more) {
        return new Funds(balance, burn.plus(more));
    }

    /** The same account once it spends less; nothing at least. */
    public Funds saving(UsdPerHour less) {
        return new Funds(balance, burn.minusAtLeastZero(less));
    }

    /** For operators: consumers need not know what is on the account. */
    public String inWords() {
        return balance.shown().toPlainString() + " US dollars are left, and " + burn.inDollars() + " an hour are spent";
    }
}
