package io.gpushopper.domain.deployment;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.InstanceView;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.Tag;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything on one account and whose it is.
 *
 * @param provider whose account it is
 * @param instances in the order of the listing
 * @param missing why it may not be everything, for people; null when the listing was complete
 */
public record AccountAudit(
        ProviderId provider,
        List<AuditedInstance> instances,
        @Nullable String missing) {
    public AccountAudit {
        requireNonNull(provider, "provider");
        instances = List.copyOf(instances);
    }

    /**
     * Looks through a listing.
     *
     * @param ours every id that our store ever had
     * @param sessions the status of the session that bought under a tag; empty when the store has never heard of that purchase, though it may know
     *     the session
     */
    public static AccountAudit of(
            Listing listing, Set<DeploymentId> ours, Function<Tag, Optional<SessionStatus>> sessions) {
        List<AuditedInstance> audited = listing.instances().stream()
                .map(view -> audited(view, ours, sessions))
                .toList();
        String missing = listing instanceof Listing.Partial partial ? partial.reason() : null;
        return new AccountAudit(listing.provider(), audited, missing);
    }

    /** How many are so. */
    public int count(Belonging belonging) {
        return (int)
                instances.stream().filter(one -> one.belonging() == belonging).count();
    }

    /** What those that are so bill together, as far as the provider tells. */
    public UsdPerHour rate(Belonging belonging) {
        return instances.stream()
                .filter(one -> one.belonging() == belonging)
                .flatMap(one -> one.rate().stream())
                .reduce(UsdPerHour.ZERO, UsdPerHour::plus);
    }

    private static AuditedInstance audited(
            InstanceView view, Set<DeploymentId> ours, Function<Tag, Optional<SessionStatus>> sessions) {
        Tag tag = Tag.parse(view.mark()).orElse(null);
        Belonging belonging = Belonging.of(tag, ours);
        SessionStatus session =
                tag != null && belonging == Belonging.OURS ? sessions.apply(tag).orElse(null) : null;
        return new AuditedInstance(view, belonging, tag, session);
    }
}
