package io.gpushopper.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks for credentials where none may stand. What it finds it names by place, and does not repeat. */
final class CredentialScan {
    /** Stands in every credential of every test, so that it can be told wherever it comes to light. */
    static final String MARK = "must0never0be0logged";

    /** A marked one, the body of a private key, or a parameter of a URL that is named like a credential. */
    private static final Pattern LEAK = Pattern.compile(MARK
            + "|-----BEGIN [A-Z ]*PRIVATE KEY-----(\\s|&#10;|\\\\n)*[A-Za-z0-9+/=]{40}"
            + "|(?:[?&{]|, |&amp;)(?:api_key|api_token|apikey|access_token)=[A-Za-z0-9]{3}");

    private CredentialScan() {}

    static boolean isLeak(String text) {
        return LEAK.matcher(text).find();
    }

    /** Where credentials stand in the files below a directory, by file and line; a key is counted where it begins. */
    static List<String> leaksBelow(Path directory) {
        List<String> leaks = new ArrayList<>();
        for (Path file : filesBelow(directory)) {
            String text = text(file);
            LEAK.matcher(text)
                    .results()
                    .forEach(found -> leaks.add(file.getFileName() + ":"
                            + text.substring(0, found.start()).lines().count()));
        }
        return leaks;
    }

    static List<Path> filesBelow(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whatever its encoding: a credential is ASCII. */
    static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
