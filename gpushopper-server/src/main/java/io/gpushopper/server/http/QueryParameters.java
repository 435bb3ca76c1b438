package io.gpushopper.server.http;

import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.sdk.wire.ErrorType;
import jakarta.ws.rs.core.UriInfo;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of one request, read strictly. An empty one counts as not given; one that is given twice must say the same.
 * What is wrong goes to the {@link Problems}. Confined to the request.
 */
public final class QueryParameters {
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
    // Bounded, so that no exponent can make an exact number of a million digits.
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(?:[0-9]{1,40}(?:\\.[0-9]{0,40})?|\\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?");

    private final Map<String, List<String>> given;
    private final Problems problems;

    private QueryParameters(Map<String, List<String>> given, Problems problems) {
        this.given = given;
        this.problems = problems;
    }

    /**
     * The parameters of the request.
     *
     * @throws RefusedException when the query can't be decoded
     */
    public static QueryParameters of(UriInfo uri, Problems problems) {
        try {
            return new QueryParameters(uri.getQueryParameters(), problems);
        } catch (IllegalArgumentException undecodable) {
            throw ErrorAnswer.of(400, ErrorType.INVALID_REQUEST, "the query can't be decoded")
                    .asException();
        }
    }

    /** Every value that is not empty. */
    public List<String> texts(String name) {
        return given.getOrDefault(name, List.of()).stream()
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
    }

    /** The value; null when it is not given, or wrong. */
    public @Nullable String text(String name) {
        List<String> values = texts(name);
        if (values.size() > 1) {
            problems.addInvalid(name, "it is given with two different values", String.join("\", \"", values));
            return null;
        }
        return values.isEmpty() ? null : values.get(0);
    }

    /** A consumer; null when none is given, or a wrong one. */
    public @Nullable ConsumerId consumer(String name) {
        String text = text(name);
        try {
            return text == null ? null : new ConsumerId(text);
        } catch (IllegalArgumentException rule) {
            problems.add(name, name + " " + rule.getMessage());
            return null;
        }
    }

    /** A whole number of at least {@code min}; null when it is not given, or wrong. */
    public @Nullable Integer integer(String name, int min) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        Integer value = parsed(text);
        if (value == null) {
            problems.addInvalid(name, "must be a valid integer", text);
        } else if (value < min) {
            problems.add(name, name + " must be at least " + min);
            return null;
        }
        return value;
    }

    /** A moment, as RFC 3339 writes it; null when it is not given, or wrong. */
    public @Nullable Instant time(String name) {
        String text = text(name);
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException wrong) {
            problems.addInvalid(name, "must be an RFC 3339 time such as 2026-01-29T12:00:00Z", text);
            return null;
        }
    }

    /** A number of at least 0 and at most {@code max}; null when it is not given, or wrong. */
    public @Nullable BigDecimal decimal(String name, @Nullable BigDecimal max) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        if (!DECIMAL.matcher(text).matches() || Double.isInfinite(Double.parseDouble(text))) {
            problems.addInvalid(name, "must be a valid number", text);
            return null;
        }
        BigDecimal value = new BigDecimal(text);
        if (value.signum() < 0) {
            problems.add(name, name + " must be at least 0");
            return null;
        }
        if (max != null && value.compareTo(max) > 0) {
            problems.add(name, name + " must be at most " + max.toPlainString());
            return null;
        }
        return value;
    }

    /** Parameters of the API that the server can't follow yet: ignoring one would show what was not asked for. */
    public void refuse(String... names) {
        for (String name : names) {
            if (!texts(name).isEmpty()) {
                problems.addUnsupported(name);
            }
        }
    }

    private static @Nullable Integer parsed(String text) {
        try {
            return INTEGER.matcher(text).matches() ? Integer.valueOf(text) : null;
        } catch (NumberFormatException overflow) {
            return null;
        }
    }
}
