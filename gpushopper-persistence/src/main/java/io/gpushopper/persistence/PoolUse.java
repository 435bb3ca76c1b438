package io.gpushopper.persistence;

/**
 * How a store's connections to its database are used at the moment. Immutable.
 *
 * @param active in use
 * @param idle open and not in use
 * @param waiting threads that wait for one
 * @param most that may be open at once
 */
public record PoolUse(int active, int idle, int waiting, int most) {}
