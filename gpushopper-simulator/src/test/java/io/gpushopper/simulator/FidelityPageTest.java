package io.gpushopper.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the tables of docs/simulator.md to what is served. */
class FidelityPageTest {

    private static final Path PAGE = Path.of("..", "docs", "simulator.md");
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");

    @ParameterizedTest
    @CsvSource({"vastai, Vast.ai", "tensordock, TensorDock"})
    void namesEveryEndpointAndNoOther(String provider, String title) throws IOException {
        try (TestSimulator simulator = TestSimulator.start()) {
            Set<String> served = new TreeSet<>();
            JsonNode names = simulator.control.get("/endpoints").json().path(provider);
            names.forEach(name -> served.add(name.asText()));

            assertThat(documented(title)).isEqualTo(served);
        }
    }

    @Test
    void saysOfEachRowHowFaithfulItIs() throws IOException {
        for (String title : List.of("Vast.ai", "TensorDock")) {
            assertThat(rows(title))
                    .isNotEmpty()
                    .allSatisfy(row -> assertThat(row.get(1)).isIn("supported", "partial", "absent"));
        }
    }

    @Test
    void answersUnknownPathsAsItSays() {
        try (TestSimulator simulator = TestSimulator.start()) {
            Reply vastAi = simulator.vastAi.get("/api/v0/commands/rsync/");
            assertThat(vastAi.status()).isEqualTo(404);
            assertThat(vastAi.body()).isEqualTo("{\"detail\":\"Not Found\"}");
            Reply tensorDock = simulator.tensorDock.get("/billing");
            assertThat(tensorDock.status()).isEqualTo(404);
            assertThat(tensorDock.body()).isEqualTo("{\"error\":\"Not found\"}");
        }
    }

    private static Set<String> documented(String title) throws IOException {
        Set<String> endpoints = new TreeSet<>();
        for (List<String> row : rows(title)) {
            List<String> methods = new ArrayList<>();
            Matcher code = CODE.matcher(row.get(0));
            while (code.find() && !row.get(1).equals("absent")) {
                String[] words = code.group(1).split(" ", -1);
                methods.add(words[0]);
                if (words.length > 1) {
                    String path = words[1].replaceAll("\\{[a-z]+}", "*").replaceAll("/$", "");
                    methods.forEach(method -> endpoints.add(method + " " + path));
                    methods.clear();
                }
            }
        }
        return endpoints;
    }

    /** Cells of the table below the title, without its head. */
    private static List<List<String>> rows(String title) throws IOException {
        String page = Files.readString(PAGE);
        String below = page.substring(page.indexOf("## " + title + ", endpoint by endpoint"));
        String section = below.substring(0, below.indexOf("\n## ", 3));
        return section.lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| endpoint") && !line.startsWith("| ---"))
                .map(line -> List.of(line.substring(2).split(" \\| ")))
                .toList();
    }
}
