package io.gpushopper.persistence;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.Tag;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One row on its way out of the database. Confined to one thread, and to the row that is current. */
final class Row {
    private final ResultSet results;

    Row(ResultSet results) {
        this.results = results;
    }

    String text(String column) throws SQLException {
        return requireNonNull(results.getString(column), column);
    }

    @Nullable
    String textOrNull(String column) throws SQLException {
        return results.getString(column);
    }

    byte @Nullable [] bytesOrNull(String column) throws SQLException {
        return results.getBytes(column);
    }

    int number(String column) throws SQLException {
        return results.getInt(column);
    }

    long big(String column) throws SQLException {
        return results.getLong(column);
    }

    boolean flag(String column) throws SQLException {
        return results.getBoolean(column);
    }

    Instant time(String column) throws SQLException {
        return requireNonNull(timeOrNull(column), column);
    }

    @Nullable
    Instant timeOrNull(String column) throws SQLException {
        OffsetDateTime time = results.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    @Nullable
    Duration secondsOrNull(String column) throws SQLException {
        return textOrNull(column) == null ? null : seconds(column);
    }

    Duration seconds(String column) throws SQLException {
        return Duration.ofSeconds(big(column));
    }

    @Nullable
    Integer numberOrNull(String column) throws SQLException {
        return textOrNull(column) == null ? null : Integer.valueOf(number(column));
    }

    @Nullable
    Long bigOrNull(String column) throws SQLException {
        return textOrNull(column) == null ? null : Long.valueOf(big(column));
    }

    @Nullable
    Duration millisOrNull(String column) throws SQLException {
        return textOrNull(column) == null ? null : millis(column);
    }

    Duration millis(String column) throws SQLException {
        return Duration.ofMillis(big(column));
    }

    @Nullable
    BigDecimal amountOrNull(String column) throws SQLException {
        return results.getBigDecimal(column);
    }

    UsdPerHour rate(String column) throws SQLException {
        BigDecimal amount = results.getBigDecimal(column);
        return new UsdPerHour(requireNonNull(amount, column));
    }

    <E extends Enum<E>> E word(String column, Class<E> type) throws SQLException {
        return Enum.valueOf(type, text(column).toUpperCase(Locale.ROOT));
    }

    <E extends Enum<E>> @Nullable E wordOrNull(String column, Class<E> type) throws SQLException {
        return textOrNull(column) == null ? null : word(column, type);
    }

    SessionId session(String column) throws SQLException {
        return new SessionId(text(column));
    }

    ProviderId provider(String column) throws SQLException {
        return new ProviderId(text(column));
    }

    InstanceId instance(String provider, String id) throws SQLException {
        return new InstanceId(provider(provider), text(id));
    }

    @Nullable
    InstanceId instanceOrNull(String provider, String id) throws SQLException {
        return textOrNull(id) == null ? null : instance(provider, id);
    }

    OfferId offer(String column) throws SQLException {
        return whole(OfferId.parse(text(column)), column);
    }

    Tag tag(String column) throws SQLException {
        return whole(Tag.parse(text(column)), column);
    }

    private static <T> T whole(Optional<T> parsed, String column) {
        return parsed.orElseThrow(
                () -> new IllegalStateException("the column " + column + " holds what we never wrote"));
    }
}
