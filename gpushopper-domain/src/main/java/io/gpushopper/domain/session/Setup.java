package io.gpushopper.domain.session;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How an instance is to be set up where the consumer chose. Commands and values of the environment may hold secrets, and are never
 * printed.
 *
 * @param image the image to run; null for the provider's usual one
 * @param onStart a command to run at its start; null for none
 * @param environment environment variables, in the order of their names
 * @param ports the ports to open, beside SSH, in the order asked for
 */
public record Setup(
        @Nullable String image, @Nullable String onStart, Map<String, String> environment, List<Integer> ports) {
    public static final Setup USUAL = new Setup(null, null, Map.of(), List.of());

    public Setup {
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        ports = List.copyOf(ports);
    }

    @Override
    public String toString() {
        return "Setup[image=" + image + ", environment=" + environment.keySet() + ", ports=" + ports + "]";
    }
}
