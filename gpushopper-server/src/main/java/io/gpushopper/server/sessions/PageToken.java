package io.gpushopper.server.sessions;

import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.ports.SessionQuery;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** A place in the list of sessions, as a text that says nothing to a client. It stays good however many sessions are created. */
final class PageToken {
    private static final String FORM = "1";
    private static final int PARTS = 4;

    private PageToken() {}

    /** What comes after that session. */
    static String after(Session session) {
        Instant created = session.terms().createdAt();
        String place = String.join(
                " ",
                FORM,
                Long.toString(created.getEpochSecond()),
                Integer.toString(created.getNano()),
                session.id().value());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    /** The place that it names; empty when it is none that this API gave. */
    static Optional<SessionQuery.Place> parse(String token) {
        try {
            String place = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            String[] parts = place.split(" ", -1);
            if (parts.length != PARTS || !parts[0].equals(FORM)) {
                return Optional.empty();
            }
            Instant created = Instant.ofEpochSecond(Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
            return SessionId.parse(parts[3]).map(id -> new SessionQuery.Place(created, id));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException foreign) {
            return Optional.empty();
        }
    }
}
