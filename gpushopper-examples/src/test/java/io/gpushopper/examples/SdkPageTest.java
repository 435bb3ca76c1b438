package io.gpushopper.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class SdkPageTest {
    private static final Path PAGE = Path.of("..", "docs", "sdk.md");
    private static final Path CODE = Path.of("src", "test", "java", "io", "gpushopper", "examples", "SdkSnippets.java");

    @Test
    void showsOnlyCodeThatCompiles() throws IOException {
        List<String> snippets = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map(snippet -> withoutIndent(snippet.group(1)))
                .toList();
        String code = withoutIndent(Files.readString(CODE));

        assertThat(snippets)
                .hasSizeGreaterThan(5)
                .allSatisfy(snippet -> assertThat(code).contains(snippet));
    }

    private static String withoutIndent(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
