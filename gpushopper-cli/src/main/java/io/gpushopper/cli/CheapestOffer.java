package io.gpushopper.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a server that has just started for its cheapest offer, as soon as it has those of every provider. */
final class CheapestOffer {
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"\\\\]+)\"");
    private static final Duration BETWEEN = Duration.ofMillis(50);
    private static final List<String> PROVIDERS = List.of("vastai", "tensordock");
    // 5 s: a provider that is slower shows its offers while the user reads.
    private static final int MOST_TRIES = 100;
    private static final int TIMEOUT_MS = 5_000;

    private CheapestOffer() {}

    /** Its id; empty when there is none after some seconds. */
    static Optional<String> await(URI server, Closing closing) throws InterruptedException {
        for (int i = 0; i < MOST_TRIES && !isStocked(server); i++) {
            if (closing.awaitEnding(BETWEEN)) {
                throw new InterruptedException("ending");
            }
        }
        return cheapest(server, "");
    }

    private static boolean isStocked(URI server) {
        return get(server.resolve("/ready")).isPresent()
                && PROVIDERS.stream()
                        .allMatch(provider ->
                                cheapest(server, "&provider=" + provider).isPresent());
    }

    private static Optional<String> cheapest(URI server, String more) {
        return get(server.resolve("/api/v1/inventory?limit=1" + more))
                .map(ID::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1));
    }

    private static Optional<String> get(URI uri) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MS);
            connection.setReadTimeout(TIMEOUT_MS);
            // A connection kept open would hold up the server when it stops.
            connection.setRequestProperty("Connection", "close");
            try (InputStream body = connection.getInputStream()) {
                return Optional.of(new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }
}
