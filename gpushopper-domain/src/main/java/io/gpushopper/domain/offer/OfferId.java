package io.gpushopper.domain.offer;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The id of an offer, {@code <provider>-<the provider's own id>}: opaque to consumers and compared exactly.
 *
 * @param provider who offers it
 * @param providerOfferId the provider's own id, 1 to 200 printable ASCII characters without spaces
 */
public record OfferId(ProviderId provider, String providerOfferId) implements Comparable<OfferId> {
    private static final int MAX_LENGTH = 200;

    public OfferId {
        requireNonNull(provider, "provider");
        requireNonNull(providerOfferId, "providerOfferId");
        if (providerOfferId.isEmpty()
                || providerOfferId.length() > MAX_LENGTH
                || !providerOfferId.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("offer id must have 1 to 200 printable characters after the provider");
        }
    }

    /** Reads {@code <provider>-<id>}; empty when the text has another form. */
    public static Optional<OfferId> parse(String text) {
        int dash = text.indexOf('-');
        if (dash < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new OfferId(new ProviderId(text.substring(0, dash)), text.substring(dash + 1)));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(OfferId other) {
        int byProvider = provider.compareTo(other.provider);
        // The same as comparing the texts: a provider's name has no character before the dash.
        return byProvider != 0 ? byProvider : providerOfferId.compareTo(other.providerOfferId);
    }

    @Override
    public String toString() {
        return provider + "-" + providerOfferId;
    }
}
