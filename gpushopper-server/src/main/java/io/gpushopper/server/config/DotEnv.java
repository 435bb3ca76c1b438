package io.gpushopper.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file {@code .env} of a directory: lines {@code NAME=value}, with comments after {@code #}, quotes and {@code export} allowed. */
public final class DotEnv {
    static final String NAME = ".env";
    private static final Pattern LINE = Pattern.compile(
            "(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(\"[^\"]*\"|'[^']*'|[^#\"'][^#]*|)\\s*(?:#.*)?");

    private DotEnv() {}

    /**
     * The environment with what the file adds to it; what both name keeps the environment's value.
     *
     * @throws StartupException when the file can't be read or a line of it makes no sense
     */
    public static Map<String, String> under(Map<String, String> environment, Path directory) {
        Map<String, String> all = new LinkedHashMap<>(read(directory.resolve(NAME)));
        all.putAll(environment);
        return all;
    }

    private static Map<String, String> read(Path file) {
        Map<String, String> found = new LinkedHashMap<>();
        if (!Files.isRegularFile(file)) {
            return found;
        }
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new StartupException(file + ", line " + (i + 1) + ": write NAME=value");
            }
            found.put(matcher.group(1), unquoted(matcher.group(2).strip()));
        }
        return found;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new StartupException(file + " can't be read: make it readable text or remove it", unreadable);
        }
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && (value.startsWith("\"") || value.startsWith("'"));
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
