package io.gpushopper.domain.session;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer calls a session. It changes nothing about it.
 *
 * @param name a name for people; null when it has none
 * @param tags names and values of the consumer's own, in the order of their names
 */
public record Labels(@Nullable String name, Map<String, String> tags) {
    public static final Labels NONE = new Labels(null, Map.of());

    public Labels {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }
}
