package io.gpushopper.adapters.tensordock;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What refused purchases taught about each location, so that the next one there does better: which images are not to be had, and
 * that addresses have run out; and which purchases asked for a forwarded port. It forgets on restart, and the oldest when there are
 * too many. Thread-safe.
 */
final class Lessons {
    // Images with NVIDIA's driver first; which of them a host has is told by its refusals only (clients read in 2026).
    static final List<String> IMAGES =
            List.of("ubuntu2204_nvidia_550", "ubuntu2204", "ubuntu2404_ml_pytorch", "ubuntu2404");
    static final Duration ADDRESSES_STAY_OUT = Duration.ofMinutes(30);
    private static final int MOST_KEPT = 1_000;

    private final Map<String, Integer> imageAt = bounded();
    private final Map<String, Instant> addressRefusedAt = bounded();
    private final Map<String, Boolean> forwarded = bounded();

    /** The best image that the location has not refused; the first again when it has refused all. */
    synchronized String image(String location) {
        return IMAGES.get(imageAt.getOrDefault(location, 0));
    }

    /** The location does not have this image. */
    synchronized void refuseImage(String location, String image) {
        imageAt.put(location, (IMAGES.indexOf(image) + 1) % IMAGES.size());
    }

    /** The location had no address left. */
    synchronized void refuseAddress(String location, Instant now) {
        addressRefusedAt.put(location, now);
    }

    /** Whether addresses had run out there not long ago. */
    synchronized boolean lacksAddresses(String location, Instant now) {
        Instant refused = addressRefusedAt.get(location);
        return refused != null && now.isBefore(refused.plus(ADDRESSES_STAY_OUT));
    }

    /** An instance of that name is bought to be reached by a forwarded port. */
    synchronized void forward(String name) {
        forwarded.put(name, true);
    }

    /** Whether port 22 has to be forwarded to the instance of that name; no after a restart, and then the login tells. */
    synchronized boolean wantsForward(String name) {
        return forwarded.containsKey(name);
    }

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MOST_KEPT;
            }
        };
    }
}
