package io.gpushopper.domain.offer;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a provider keeps ready to set an instance up with, as far as it is no secret.
 *
 * @param provider whose
 * @param id what a consumer names to use it
 * @param name what people call it; may be empty
 * @param image the container image it runs; empty when it doesn't tell
 * @param recommended whether the provider recommends it
 * @param ports the TCP ports it opens, beside SSH
 * @param diskGb the disk that it is made for, in GB; null when it doesn't tell
 * @param needs what it asks of an offer
 * @param unjudged what else it asks, by the provider's names: offers don't tell it, so whoever uses the template has to look
 * @param refusal why it is never used, for people; null when it may be
 */
public record Template(
        ProviderId provider,
        TemplateId id,
        String name,
        String image,
        boolean recommended,
        List<Integer> ports,
        @Nullable Integer diskGb,
        List<TemplateNeed> needs,
        List<String> unjudged,
        @Nullable String refusal) {
    public Template {
        requireNonNull(provider, "provider");
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        requireNonNull(image, "image");
        ports = List.copyOf(ports);
        needs = List.copyOf(needs);
        unjudged = List.copyOf(unjudged);
        if (diskGb != null && diskGb < 1) {
            throw new IllegalArgumentException("diskGb must be at least 1");
        }
    }

    /** Whether an instance of that offer may be set up with it. */
    public boolean fits(Offer offer) {
        return misfit(offer).isEmpty();
    }

    /** Why no instance of that offer is set up with it, for people; empty when one may be. */
    public Optional<String> misfit(Offer offer) {
        if (refusal != null) {
            return Optional.of(refusal);
        }
        if (!offer.id().provider().equals(provider)) {
            return Optional.of("it is a template of " + provider);
        }
        return needs.stream().filter(need -> !need.isMetBy(offer)).findFirst().map(need -> "it needs " + need);
    }
}
