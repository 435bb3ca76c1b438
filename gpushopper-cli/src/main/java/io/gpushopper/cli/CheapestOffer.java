package io.gpushopper.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a server that has just started for its cheapest offer, as soon as it has any. */
final class CheapestOffer {
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"\\\\]+)\"");
    private static final Duration BETWEEN = Duration.ofMillis(50);
    // 30 s: the simulator's own pacing lets the first listing through within one or two.
    private static final int MOST_TRIES = 600;
    private static final int TIMEOUT_MS = 5_000;

    private CheapestOffer() {}

    /** Its id; empty when there is none in half a minute. */
    static Optional<String> await(URI server, Closing closing) throws InterruptedException {
        for (int i = 0; i < MOST_TRIES; i++) {
            Optional<String> id =
                    get(server.resolve("/ready")).flatMap(ready -> get(server.resolve("/api/v1/inventory?limit=1")).flatMap(CheapestOffer::id));
            if (id.isPresent()) {
                return id;
            }
            if (closing.awaitEnding(BETWEEN)) {
                throw new InterruptedException("ending");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> id(String inventory) {
        Matcher matcher = ID.matcher(inventory);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Optional<String> get(URI uri) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MS);
            connection.setReadTimeout(TIMEOUT_MS);
            try (InputStream body = connection.getInputStream()) {
                return Optional.of(new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }
}
