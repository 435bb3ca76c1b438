package io.gpushopper.domain.session;

/** What a provider says of an instance, in our words. Whether it bills is told apart, by its rates. */
public enum InstanceCondition {
    /** It is being made or started. */
    STARTING,
    /**
     * It is on its way, or said to run, and shows a sign that nobody will ever be able to use it. Such signs err: it is believed when it
     * lasts.
     */
    STUCK,
    /** The provider says it runs; nothing is proved yet. */
    RUNNING,
    /** It is being stopped or destroyed. */
    ENDING,
    /** It doesn't run, and its disk may bill. */
    STOPPED,
    /** It doesn't run, its disk may bill, and it is to run once there is room for it or nobody bids more. */
    QUEUED,
    /** It will never run. */
    FAILED,
    /** The provider has lost sight of it, or says something that we don't know; it may come back, and bill. */
    UNREACHABLE
}
