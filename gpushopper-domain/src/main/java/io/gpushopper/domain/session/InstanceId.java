package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.ProviderId;

/**
 * The provider's id of a machine. Ids are not used again by a provider.
 *
 * @param provider where it is
 * @param value the provider's own id, 1 to 100 printable ASCII characters
 */
public record InstanceId(ProviderId provider, String value) {
    private static final int MAX_LENGTH = 100;

    public InstanceId {
        requireNonNull(provider, "provider");
        requireNonNull(value, "value");
        if (value.isEmpty() || value.length() > MAX_LENGTH || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("an instance id has 1 to 100 printable characters");
        }
    }

    @Override
    public String toString() {
        return provider + "/" + value;
    }
}
