package io.gpushopper.testkit;

/** What a {@link FakeMarket} tells though it isn't so, or does otherwise than it tells, for a while. */
public enum MarketLie {
    /** A listing comes whole, and shows nothing. */
    EMPTY_LISTING,
    /** Half of a listing comes, and is known to be half. */
    SHORT_LISTING,
    /** A listing shows what there was up to a minute ago. */
    STALE_LISTING,
    /** There are no listings any more: status 410. */
    NO_LISTING,
    /** An answer by id is that there is no such instance. */
    NO_SUCH_INSTANCE,
    /** A destroy is accepted, and nothing comes of it. */
    DESTROY_WITHOUT_EFFECT,
    /** A destroy is accepted, and takes effect five minutes later. */
    SLOW_DESTROY,
    /** A destroy is answered as of an instance that doesn't exist, and nothing comes of it. */
    DESTROY_DENIED,
    /** A purchase is carried out twice; the second instance shows 40 s later than the first. */
    BOUGHT_TWICE,
    /** A purchase is refused as above the rate limit, and carried out; the instance shows nine minutes later. */
    REFUSED_YET_BOUGHT,
    /** Nothing can be bought: the account has no money left. */
    NO_FUNDS,
    /** The key is refused. */
    KEY_REVOKED
}
