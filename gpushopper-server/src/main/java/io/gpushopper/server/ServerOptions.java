package io.gpushopper.server;

import static java.util.Objects.requireNonNull;

import io.gpushopper.server.config.DotEnv;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From where the server takes its configuration.
 *
 * @param file a YAML file; null for none
 * @param environment the variables that count, whatever the process has
 * @param directory where {@code .env} may lie
 */
public record ServerOptions(@Nullable Path file, Map<String, String> environment, Path directory) {
    public ServerOptions {
        environment = Map.copyOf(environment);
        requireNonNull(directory, "directory");
    }

    /** The same with these variables in place of those of the same names. */
    public ServerOptions with(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(variables);
        return new ServerOptions(file, all, directory);
    }

    /** What counts in the end: the environment, and from {@code .env} what it leaves unsaid. */
    public Map<String, String> variables() {
        return DotEnv.under(environment, directory);
    }
}
