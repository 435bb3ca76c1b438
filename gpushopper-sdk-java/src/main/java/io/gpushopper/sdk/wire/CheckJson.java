package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One thing that a diagnosis looked at. Immutable.
 *
 * <pre>{@code
 * {"name": "ssh_login", "ok": true, "message": "logged in after 0.2 s"}
 * }</pre>
 */
public record CheckJson(String name, boolean ok, @Nullable String message) {
    public CheckJson {
        requireNonNull(name, "name");
    }
}
