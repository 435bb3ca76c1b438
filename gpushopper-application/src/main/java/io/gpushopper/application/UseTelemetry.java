package io.gpushopper.application;

import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.InstanceReading;
import io.gpushopper.domain.session.InstanceView;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.domain.session.UseSign;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers when providers last showed that an instance computes, from the listings that are asked for anyhow. That can only keep a
 * session alive: a provider's figures say nothing of logins, and may be old. Forgotten with the process. Thread-safe.
 */
final class UseTelemetry {
    private final Map<InstanceId, UseSign> signs = new ConcurrentHashMap<>();

    /** Takes in what a complete listing shows, and forgets what it lacks. */
    void shown(Listing.Complete listing) {
        Map<InstanceId, InstanceView> listed = new HashMap<>();
        listing.instances().forEach(view -> listed.put(view.id(), view));
        signs.keySet().removeIf(known -> known.provider().equals(listing.provider()) && !listed.containsKey(known));
        listed.values().forEach(view -> sign(view, listing).ifPresent(sign -> signs.put(view.id(), sign)));
    }

    private static Optional<UseSign> sign(InstanceView view, Listing.Complete listing) {
        return Optional.ofNullable(view.gpuPercent())
                .filter(percent -> percent.compareTo(BigDecimal.valueOf(InstanceReading.IDLE_GPU_PERCENT)) > 0)
                .map(percent ->
                        new UseSign(listing.askedAt(), "a GPU at " + percent.toPlainString() + " %, by the provider"));
    }

    /** When and how it last was seen to compute; empty when it never was. */
    Optional<UseSign> of(InstanceId instance) {
        return Optional.ofNullable(signs.get(instance));
    }
}
