package io.gpushopper.domain.deployment;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.session.InstanceView;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.Tag;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One instance of an account, and whose it is.
 *
 * @param view as the provider showed it
 * @param belonging whose it is
 * @param tag what it carries; null when that is no whole tag
 * @param session the status of the session in its tag; null when the store has never heard of it
 */
public record AuditedInstance(
        InstanceView view,
        Belonging belonging,
        @Nullable Tag tag,
        @Nullable SessionStatus session) {
    public AuditedInstance {
        requireNonNull(view, "view");
        requireNonNull(belonging, "belonging");
    }

    /** What it bills now; empty when the provider doesn't tell. */
    public Optional<UsdPerHour> rate() {
        return Optional.ofNullable(view.burning()).map(rates -> rates.total());
    }
}
