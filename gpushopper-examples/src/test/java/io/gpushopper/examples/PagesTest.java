package io.gpushopper.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java on the pages for users is in files that the compiler reads. */
final class PagesTest {
    private static final Path ROOT = Path.of("..");
    private static final Path EXAMPLES = Path.of("src", "main", "java", "io", "gpushopper", "examples");
    private static final Path SNIPPETS = Path.of("src", "test", "java", "io", "gpushopper", "examples");

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/sdk.md"})
    void showOnlyCodeThatCompiles(String page) throws IOException {
        List<String> snippets = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve(page)))
                .results()
                .map(snippet -> withoutIndent(snippet.group(1)))
                .toList();
        String code = withoutIndent(Files.readString(SNIPPETS.resolve("SdkSnippets.java")))
                + withoutIndent(Files.readString(EXAMPLES.resolve("EmbedInJvm.java")));

        assertThat(snippets)
                .hasSizeGreaterThan(1)
                .allSatisfy(snippet -> assertThat(code).contains(snippet));
    }

    private static String withoutIndent(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
