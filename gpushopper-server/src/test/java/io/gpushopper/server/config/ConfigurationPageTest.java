package io.gpushopper.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dropwizard.jersey.validation.Validators;
import io.dropwizard.logging.common.BootstrapLogging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds docs/CONFIGURATION.md to the code. */
final class ConfigurationPageTest {
    private static final Path PAGE = Path.of("..", "docs", "CONFIGURATION.md");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| (?:`([A-Z_]+)`)? ?\\| `([^|]*)` \\| ([^|]*) \\| ([^|]*) \\|$");

    static {
        BootstrapLogging.bootstrap();
    }

    @Test
    void listsEveryVariableWithItsKeys() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(PAGE));
        while (row.find()) {
            if (row.group(1) != null) {
                documented.put(row.group(1), row.group(2));
            }
        }

        Map<String, String> read = new TreeMap<>();
        Arrays.stream(Variable.values())
                .forEach(variable -> read.put(
                        variable.name(), String.join("`, `", variable.keys()).replaceAll("\\.(\\d)", "[$1]")));
        assertThat(documented).isEqualTo(read);
    }

    @Test
    void tellsTheDefaultOfEveryKey() throws IOException {
        JsonNode defaults = Defaults.tree();
        Matcher row = ROW.matcher(Files.readString(PAGE));
        int keys = 0;
        while (row.find()) {
            String pointer = "/" + row.group(2).split("`")[0].replace('.', '/').replaceAll("\\[(\\d)]", "/$1");
            String value = defaults.at(pointer).asText();
            if (defaults.at(pointer).isValueNode()) {
                assertThat(row.group(3)).as(pointer).isEqualTo("`" + value + "`");
                keys++;
            }
        }
        assertThat(keys).isEqualTo(22);
    }

    @Test
    void showsAFileThatTheServerTakes(@TempDir Path directory) throws IOException {
        Matcher yaml = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(Files.readString(PAGE));
        assertThat(yaml.find()).isTrue();
        Path file = Files.writeString(directory.resolve("config.yml"), yaml.group(1));

        ServerConfiguration configuration =
                new ConfigurationReader(Validators.newValidator()).read(file, Map.of(), directory);

        assertThat(configuration.deployment().id()).isEqualTo("prod");
        assertThat(configuration.providers().vastai().apiKey()).isNull();
    }
}
