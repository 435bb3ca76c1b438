package io.gpushopper.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpushopper.sdk.wire.ErrorJson;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads what an answer that is not a success says. Thread-safe. */
final class ErrorAnswers {
    private final ObjectMapper mapper;
    private final InstantSource clock;

    ErrorAnswers(ObjectMapper mapper, InstantSource clock) {
        this.mapper = mapper;
        this.clock = clock;
    }

    /** The error body; one made up from the status where a proxy, or another server, answered in its own words. */
    ErrorJson body(HttpAnswer answer) {
        try {
            ErrorJson body = mapper.readValue(answer.body(), ErrorJson.class);
            if (body != null) {
                return body;
            }
        } catch (JsonProcessingException e) {
            // Not our JSON: the status has to do.
        }
        return ErrorJson.builder("the answer has no error body that could be read")
                .requestId(answer.header("X-Request-ID").orElse(null))
                .build();
    }

    /** How long the answer asks to wait: by its header, in either of HTTP's two forms, else by its body. */
    Optional<Duration> retryAfter(HttpAnswer answer, ErrorJson body) {
        Optional<Duration> header = answer.header("Retry-After").flatMap(this::parse);
        if (header.isPresent()) {
            return header;
        }
        return Optional.ofNullable(body.retryAfterSeconds()).map(seconds -> Duration.ofSeconds(Math.max(0, seconds)));
    }

    private Optional<Duration> parse(String value) {
        String text = value.strip();
        if (text.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(clock.instant(), until);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
