package io.gpushopper.adapters.vastai;

import io.gpushopper.adapters.http.ApiAnswer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a 429 asks to wait: its {@code Retry-After}, a {@code retry_after} in its body, or the interval that its text names, such
 * as {@code threshold=4.5*1.0}, the second factor growing with abuse. The interval is taken a fifth longer.
 */
final class RateLimitWait {
    private static final Pattern THRESHOLD =
            Pattern.compile("threshold=([0-9]{1,4}(?:\\.[0-9]{1,6})?)(?:\\*([0-9]{1,4}(?:\\.[0-9]{1,6})?))?");
    private static final BigDecimal MARGIN = new BigDecimal("1.2");
    private static final BigDecimal LONGEST_SECONDS = BigDecimal.valueOf(600);

    private RateLimitWait() {}

    static Optional<Duration> read(ApiAnswer answer, String text) {
        Optional<Duration> told = Optional.ofNullable(answer.retryAfter())
                .or(() -> answer.json()
                        .flatMap(body -> body.decimal("retry_after"))
                        .map(RateLimitWait::seconds));
        return told.or(() -> threshold(text));
    }

    private static Optional<Duration> threshold(String text) {
        Matcher found = THRESHOLD.matcher(text);
        if (!found.find()) {
            return Optional.empty();
        }
        BigDecimal factor = found.group(2) == null ? BigDecimal.ONE : new BigDecimal(found.group(2));
        return Optional.of(
                seconds(new BigDecimal(found.group(1)).multiply(factor).multiply(MARGIN)));
    }

    private static Duration seconds(BigDecimal seconds) {
        BigDecimal bounded = seconds.max(BigDecimal.ZERO).min(LONGEST_SECONDS);
        return Duration.ofMillis(bounded.movePointRight(3).longValue());
    }
}
