package io.gpushopper.adapters.http;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/** Makes text of a provider fit for messages and logs: without secrets, without control characters, and short. Immutable. */
public final class Redactor {
    private static final int MAX_LENGTH = 300;
    // The fields in which Vast.ai and TensorDock take or show secrets, and anything spelled like them.
    private static final String SECRET_NAME =
            "[\\w-]*(?:api_?key|api_?token|auth_?id|authorization|token|secret|password|ssh_?key|image_?login|cloud_?init|extra_?env)[\\w-]*";
    private static final Pattern JSON_FIELD =
            Pattern.compile("(?i)(\"" + SECRET_NAME + "\"\\s*:\\s*)(\"(?:[^\"\\\\]|\\\\.)*\"?|[^,}\\s\\]]+)");
    private static final Pattern PARAMETER = Pattern.compile("(?i)\\b(" + SECRET_NAME + ")=[^&\\s\"']+");
    private static final Pattern BEARER = Pattern.compile("(?i)\\b(bearer|basic)\\s+[\\w.~+/=-]+");
    private static final Pattern LONG_HEX = Pattern.compile("\\b[0-9a-fA-F]{32,}\\b");
    private static final String MASK = "***";

    private final ApiKey key;

    /** @param key the credential in use, masked wherever it occurs */
    public Redactor(ApiKey key) {
        this.key = requireNonNull(key, "key");
    }

    /** The text without what must not be seen, on one line, cut at 300 characters. */
    public String clean(String text) {
        String masked = text.replace(key.reveal(), MASK);
        masked = JSON_FIELD.matcher(masked).replaceAll("$1\"" + MASK + "\"");
        masked = PARAMETER.matcher(masked).replaceAll("$1=" + MASK);
        masked = BEARER.matcher(masked).replaceAll("$1 " + MASK);
        masked = LONG_HEX.matcher(masked).replaceAll(MASK);
        String line = masked.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
    }
}
