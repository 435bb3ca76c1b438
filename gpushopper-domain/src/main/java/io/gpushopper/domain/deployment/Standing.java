package io.gpushopper.domain.deployment;

/** What follows from all that says whose a store is. */
public enum Standing {
    /** Nothing says anything: the store is new, and gets an id. */
    NEW,
    /** Store and file, or store and configuration, name the same deployment. */
    AGREED,
    /** The store has an id, and nothing beside it says so too: it is a copy, or was restored. */
    FILE_MISSING,
    /** The file beside the store names another deployment: the store is a copy, or was restored. */
    FILE_DIFFERS,
    /** A file, and no store: it was lost. */
    STORE_LOST,
    /** The configuration names another deployment than the store. */
    CONFIGURED_OTHERWISE;

    /** Whether it is certain that the store is the one and only of its deployment. */
    public boolean isCertain() {
        return this == NEW || this == AGREED;
    }
}
