package io.gpushopper.ports;

import java.util.Locale;

/** What somebody has to look at, for it concerns what bills and can't be settled by rule at once (docs/operations.md). */
public enum Alarm {
    /** Many instances went missing at once: that they are gone is not believed yet. */
    ABSENCE_HELD,
    /** Instances under our id are there whose session the store has never heard of. */
    STRANGERS,
    /** Sessions name an account for which no credential is configured; nothing is concluded about them. */
    ACCOUNT_MISSING,
    /** Destroys are refused together with our credentials. */
    DESTROY_BLOCKED,
    /** What is left on the account lasts less than half an hour. */
    LOW_BALANCE,
    /** Storage that is no instance's lies on machines that we rented, and bills until somebody deletes it. */
    VOLUMES;

    /** The word for metrics and health. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
