package io.gpushopper.domain.session;

/** When so many are struck at once that the cause is taken to be ours, or the provider's, and not each one's. Pure. */
final class Mass {
    private static final int FEW = 3;
    private static final int SHARE = 4;

    private Mass() {}

    /** Whether so many, beside so many in all, are more than three and more than a quarter. */
    static boolean isMass(int part, int whole) {
        return part > FEW && part * SHARE > whole;
    }
}
