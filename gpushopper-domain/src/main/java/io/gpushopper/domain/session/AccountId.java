package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.ProviderId;
import java.util.Comparator;

/**
 * The account that is billed. Evidence about an instance counts only when it comes from the account that bought it.
 *
 * @param provider where the account is
 * @param baseUrl the service that was asked, without credentials
 * @param value the provider's account id, or a fingerprint of the credential where the provider tells no id; never a
 *     secret
 */
public record AccountId(ProviderId provider, String baseUrl, String value) implements Comparable<AccountId> {
    private static final Comparator<AccountId> ORDER = Comparator.comparing(AccountId::provider)
            .thenComparing(AccountId::baseUrl)
            .thenComparing(AccountId::value);
    private static final String FINGERPRINT = "token-";

    public AccountId {
        requireNonNull(provider, "provider");
        requireNonNull(baseUrl, "baseUrl");
        requireNonNull(value, "value");
    }

    /** The account behind a credential, of a provider that tells no id of it. */
    public static AccountId ofCredential(ProviderId provider, String baseUrl, String fingerprint) {
        return new AccountId(provider, baseUrl, FINGERPRINT + fingerprint);
    }

    /** Whether it looks like another account once its credential is changed. */
    public boolean isFingerprint() {
        return value.startsWith(FINGERPRINT);
    }

    @Override
    public int compareTo(AccountId other) {
        return ORDER.compare(this, other);
    }
}
