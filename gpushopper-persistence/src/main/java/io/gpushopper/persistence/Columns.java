package io.gpushopper.persistence;

import io.gpushopper.domain.cost.UsdPerHour;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of one row on their way into the database, in the forms that it takes. Confined to one thread. */
final class Columns {
    private final Map<String, @Nullable Object> values = new HashMap<>();

    /** A text, flag or number. PostgreSQL takes no NUL in a text, and no text of ours needs one. */
    Columns with(String column, @Nullable Object value) {
        values.put(column, value instanceof String text ? text.replace("\0", "") : value);
        return this;
    }

    /** A moment, to the microsecond that both databases keep. */
    Columns with(String column, @Nullable Instant time) {
        values.put(column, time == null ? null : stored(time));
        return this;
    }

    Columns with(String column, @Nullable UsdPerHour rate) {
        values.put(column, rate == null ? null : rate.amount());
        return this;
    }

    Columns with(String column, @Nullable Enum<?> word) {
        values.put(column, word == null ? null : word.name().toLowerCase(Locale.ROOT));
        return this;
    }

    Columns seconds(String column, Duration time) {
        values.put(column, time.toSeconds());
        return this;
    }

    Columns millis(String column, Duration time) {
        values.put(column, time.toMillis());
        return this;
    }

    Map<String, @Nullable Object> values() {
        return values;
    }

    /** A moment as both databases keep it; cut and not rounded, so that it never lies after the one that was meant. */
    static OffsetDateTime stored(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
