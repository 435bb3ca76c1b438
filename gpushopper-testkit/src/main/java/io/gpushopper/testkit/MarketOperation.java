package io.gpushopper.testkit;

/** What a provider is asked, for setting faults. */
public enum MarketOperation {
    ACCOUNT,
    SEARCH,
    CREATE,
    LIST,
    GET,
    ATTACH_KEY,
    STOP,
    DESTROY,
    BILL
}
