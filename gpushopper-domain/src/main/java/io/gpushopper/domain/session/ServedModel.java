package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A language model to be served.
 *
 * @param server by what
 * @param id its name at Hugging Face, such as {@code mistralai/Mistral-7B-Instruct-v0.3}
 * @param quantization how it is quantised, in the server's word; null for as it is
 */
public record ServedModel(
        ModelServer server, String id, @Nullable String quantization) {
    private static final int LONGEST_ID = 256;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)?");

    public ServedModel {
        requireNonNull(server, "server");
        if (!isId(id)) {
            throw new IllegalArgumentException("not the name of a model");
        }
        if (quantization != null && !server.quantizations().contains(quantization)) {
            throw new IllegalArgumentException("the server takes no such quantisation");
        }
    }

    /** Whether the text is a name as Hugging Face gives them: {@code name} or {@code owner/name}. */
    public static boolean isId(String text) {
        return text.length() <= LONGEST_ID && ID.matcher(text).matches();
    }
}
