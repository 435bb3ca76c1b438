package io.gpushopper.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One example of the API reference, as a file in {@code src/test/resources/reference}: what is sent, and what an answer has at least.
 *
 * <pre>{@code
 * {"server": "sweeping", "request": "POST /api/v1/sessions/{running}/extend", "body": {"additional_hours": 2}, "status": 200,
 *  "answer": {"message": "= session extended", "new_expires_at": "time", "hint": "text?", "by_provider": {"*": "number"}}}
 * }</pre>
 *
 * <p>In {@code answer} stands for each field what it is: {@code text}, {@code time}, {@code whole}, {@code number} or {@code flag}; with
 * a question mark when the contract lets it be absent. {@code = x} is that very text, a number or a flag that very value. A list has
 * something in it, and all of it is alike; {@code *} stands for any key, of which there is one at least.
 *
 * @param file what the file holds, words in braces replaced
 */
record ReferenceExample(String name, JsonNode file) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Path.of("src/test/resources/reference");
    private static final Pattern BRACES = Pattern.compile("\\{(\\w+)}");

    static List<ReferenceExample> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted()
                    .map(file -> new ReferenceExample(
                            file.getFileName().toString().replace(".json", ""), parsed(text(file))))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The same for the things that are there; each word is asked for once. */
    ReferenceExample with(UnaryOperator<String> things) {
        String text = file.toString();
        Set<String> words = new TreeSet<>();
        Matcher found = BRACES.matcher(text);
        while (found.find()) {
            words.add(found.group(1));
        }
        for (String word : words) {
            text = text.replace("{" + word + "}", things.apply(word));
        }
        return new ReferenceExample(name, parsed(text));
    }

    /** The server that it is sent to. */
    String server() {
        return file.path("server").asText("swept");
    }

    String method() {
        return file.path("request").asText().split(" ")[0];
    }

    String path() {
        return file.path("request").asText().split(" ")[1];
    }

    @Nullable
    String body() {
        return file.has("body") ? file.path("body").toString() : null;
    }

    int status() {
        return file.path("status").asInt();
    }

    JsonNode answer() {
        return file.path("answer");
    }

    /** For an answer in metrics: the families, each with its labels. */
    JsonNode families() {
        return file.path("families");
    }

    @Override
    public String toString() {
        return name;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new AssertionError("no JSON: " + text, broken);
        }
    }
}
