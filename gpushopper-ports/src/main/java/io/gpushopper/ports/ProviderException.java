package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ErrorKind;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A provider did not do what it was asked. Thrown by adapters only, with a message free of secrets. */
public final class ProviderException extends RuntimeException {
    private final ProviderId provider;
    private final ErrorKind kind;
    private final @Nullable Duration retryAfter;

    /**
     * @param retryAfter how long the provider, or our own pacing, asks to wait; null when nobody says
     * @param cause null when there is none
     */
    public ProviderException(
            ProviderId provider,
            ErrorKind kind,
            String message,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(provider + ": " + message, cause);
        this.provider = requireNonNull(provider, "provider");
        this.kind = requireNonNull(kind, "kind");
        this.retryAfter = retryAfter;
    }

    public ProviderException(ProviderId provider, ErrorKind kind, String message) {
        this(provider, kind, message, null, null);
    }

    public ProviderId provider() {
        return provider;
    }

    public ErrorKind kind() {
        return kind;
    }

    /** How long to wait before asking again; empty when nobody says. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
