package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ErrorKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A provider could not be asked lately; what is shown of it is older.
 *
 * @param provider which
 * @param kind why
 * @param message for people, without secrets
 * @param snapshotAge how old its offers are; null when it has shown none yet
 */
public record InventoryWarning(
        ProviderId provider,
        ErrorKind kind,
        String message,
        @Nullable Duration snapshotAge) {
    public InventoryWarning {
        requireNonNull(provider, "provider");
        requireNonNull(kind, "kind");
        requireNonNull(message, "message");
    }
}
