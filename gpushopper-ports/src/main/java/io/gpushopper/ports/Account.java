package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.session.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * The account behind the configured credentials.
 *
 * @param id which it is
 * @param balance what may still be spent; null when the provider doesn't tell
 */
public record Account(AccountId id, @Nullable Usd balance) {
    public Account {
        requireNonNull(id, "id");
    }
}
