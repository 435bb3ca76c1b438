package io.gpushopper.adapters.http;

import java.time.Duration;

/** Who goes first where calls wait for their turn, and what each sort of call gets unless its adapter says otherwise. */
public enum CallPriority {
    // docs/PROVIDERS.md, calls and answers: requests 30 s, searches and creates 60 s (TensorDock's creates 120 s).
    /** Ends an instance: first in every queue, and gated by nothing. */
    DESTROY(Duration.ofSeconds(30), Duration.ofMinutes(10), 1 << 20, 3),
    /** Buys: sent once, by a caller who has waited for his turn himself. */
    LAUNCH(Duration.ofSeconds(60), Duration.ZERO, 1 << 20, 1),
    /** Asks for the account or for instances, or attaches a key. */
    READ(Duration.ofSeconds(30), Duration.ofMinutes(2), 1 << 20, 3),
    /** Asks for offers. */
    SEARCH(Duration.ofSeconds(60), Duration.ofMinutes(2), 16 << 20, 3);

    private final Duration timeout;
    private final Duration patience;
    private final int maxBytes;
    private final int attempts;

    CallPriority(Duration timeout, Duration patience, int maxBytes, int attempts) {
        this.timeout = timeout;
        this.patience = patience;
        this.maxBytes = maxBytes;
        this.attempts = attempts;
    }

    /** How urgent it is among all processes that use the account: 0 goes first. */
    int rank() {
        return switch (this) {
            case DESTROY -> 0;
            case LAUNCH -> 1;
            case READ -> 2;
            case SEARCH -> 3;
        };
    }

    Duration timeout() {
        return timeout;
    }

    Duration patience() {
        return patience;
    }

    int maxBytes() {
        return maxBytes;
    }

    int attempts() {
        return attempts;
    }
}
