package io.gpushopper.adapters.http;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads the few headers that matter. */
final class AnswerHeaders {
    // A wait that is asked for is honoured, but not for longer (docs/PROVIDERS.md, Vast.ai: pace).
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private AnswerHeaders() {}

    static ApiAnswer read(HttpResponse<String> response, Instant now) {
        Optional<Instant> date = response.headers().firstValue("Date").flatMap(AnswerHeaders::httpDate);
        Optional<Duration> wait =
                response.headers().firstValue("Retry-After").flatMap(text -> retryAfter(text.strip(), now));
        return new ApiAnswer(response.statusCode(), response.body(), date.orElse(null), wait.orElse(null));
    }

    /** Whole seconds or an HTTP date. */
    static Optional<Duration> retryAfter(String text, Instant now) {
        if (text.matches("[0-9]{1,9}")) {
            return Optional.of(bounded(Duration.ofSeconds(Long.parseLong(text))));
        }
        return httpDate(text).map(until -> bounded(Duration.between(now, until)));
    }

    private static Optional<Instant> httpDate(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException noDate) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
