package io.gpushopper.ports;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How an instance is to be set up, as far as it may be secret: a command and the values of variables. Never printed; a store keeps it
 * encrypted and erases it when the session is over.
 *
 * @param onStart a command to run at its start, for a POSIX shell; null for none
 * @param environment environment variables, in the order of their names; no value has a line break
 */
public record SetupSecrets(@Nullable String onStart, Map<String, String> environment) {
    /** Nothing asked for. */
    public static final SetupSecrets NONE = new SetupSecrets(null, Map.of());

    public SetupSecrets {
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    }

    /** The same with one more variable. */
    public SetupSecrets with(String name, String value) {
        Map<String, String> more = new TreeMap<>(environment);
        more.put(name, value);
        return new SetupSecrets(onStart, more);
    }

    @Override
    public String toString() {
        return "SetupSecrets[environment=" + environment.keySet() + "]";
    }
}
