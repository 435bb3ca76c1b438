package io.gpushopper.testkit;

import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.session.InstanceId;
import java.util.List;

/** The tester's hand on the market behind a provider: what is really there, and what goes wrong. */
public interface MarketControl {
    /** Every instance of the account that there is or was. */
    List<Rental> rentals();

    /** The next so many calls of the operation fail that way. */
    void fail(MarketOperation operation, MarketFault fault, int times);

    /** Nothing goes wrong any more. */
    void heal();

    /** Makes an instance of the account, with this mark, that no call of the tested provider made. */
    InstanceId plant(String mark);

    /** Somebody else rents the offer, so that it can't be bought any more though it was shown. */
    void sellOut(Offer offer);
}
