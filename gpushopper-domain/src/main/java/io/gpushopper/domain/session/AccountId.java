package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.ProviderId;

/**
 * The account that is billed. Evidence about an instance counts only when it comes from the account that bought it.
 *
 * @param provider where the account is
 * @param baseUrl the service that was asked, without credentials
 * @param value the provider's account id, or a fingerprint of the credential where the provider tells no id; never a
 *     secret
 */
public record AccountId(ProviderId provider, String baseUrl, String value) {
    public AccountId {
        requireNonNull(provider, "provider");
        requireNonNull(baseUrl, "baseUrl");
        requireNonNull(value, "value");
    }
}
