package io.gpushopper.simulator.market;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Remembers who called what, and when. Guarded by the world's lock. */
public final class RateLimits {

    private final Map<String, Window> windows = new HashMap<>();

    /**
     * Counts a call.
     *
     * @param caller identity and endpoint, as the provider tells them apart
     * @param limit the endpoint's limit
     * @param scale multiplies the limit's time; 0 admits everything
     * @param now real time
     * @return whether the call is within the limit
     */
    public boolean admits(String caller, RateLimit limit, BigDecimal scale, Instant now) {
        Duration length = limit.scaled(scale);
        Window window = windows.get(caller);
        if (window == null || !now.isBefore(window.start().plus(length))) {
            windows.put(caller, new Window(now, 1));
            return true;
        }
        if (window.calls() < limit.calls()) {
            windows.put(caller, new Window(window.start(), window.calls() + 1));
            return true;
        }
        if (limit.isInterval()) {
            windows.put(caller, new Window(now, 1));
        }
        return false;
    }

    void clear() {
        windows.clear();
    }

    private record Window(Instant start, int calls) {}
}
