package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the parts of the server are. Immutable.
 *
 * <pre>{@code
 * {"lifecycle": "running", "inventory": "ok", "ready": "true", "database": "ok", "queue": "ok", "providers": {"vastai": "ok"}}
 * }</pre>
 *
 * @param lifecycle {@code running}, {@code stopped}, or {@code observing} of a server that only reads
 * @param inventory {@code ok}, {@code degraded} or {@code unavailable}
 * @param ready the text {@code true} or {@code false}
 * @param database {@code ok} or {@code down}; null of an older server
 * @param queue {@code ok}, or {@code late} while sessions are overdue; null of an older server
 * @param providers by provider id; never null
 */
public record ServicesJson(
        String lifecycle,
        String inventory,
        String ready,
        @Nullable String database,
        @Nullable String queue,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> providers) {
    public ServicesJson {
        requireNonNull(lifecycle, "lifecycle");
        requireNonNull(inventory, "inventory");
        requireNonNull(ready, "ready");
        providers = Copies.map(providers);
    }
}
