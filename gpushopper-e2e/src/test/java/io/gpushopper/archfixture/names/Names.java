package io.gpushopper.archfixture.names;

/** Each has a name that says nothing. */
interface Names {
    record OfferImpl() {}

    record OfferManager() {}

    record OfferHelper() {}

    record OfferUtil() {}

    record OfferBase() {}

    record OfferData() {}

    record OfferInfo() {}

    interface IOffer {}
}
