package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The description of the API is there, whole and always the same. */
final class OpenApiTest {
    private static Api api;

    @BeforeAll
    static void startTheServer() {
        api = Api.on(FakeParts.withoutProviders());
    }

    @AfterAll
    static void stopTheServer() {
        api.close();
    }

    @Test
    void saysTheSameInJsonAndInYaml() throws IOException {
        Api.Answer json = api.get("/openapi.json");
        Api.Answer yaml = api.get("/openapi.yaml");

        assertThat(json.status()).isEqualTo(200);
        assertThat(json.header("Content-Type")).isEqualTo("application/json");
        assertThat(json.json().path("openapi").asText()).isEqualTo("3.1.0");
        assertThat(yaml.status()).isEqualTo(200);
        assertThat(yaml.header("Content-Type")).isEqualTo("application/yaml");
        assertThat(new YAMLMapper().readTree(yaml.text())).isEqualTo(json.json());
    }

    @Test
    void isTheSameWhoeverMakesIt() {
        try (Api other = Api.on(new FakeParts())) {
            assertThat(other.get("/openapi.json").text())
                    .isEqualTo(api.get("/openapi.json").text());
        }
    }

    @Test
    void pointsNowhereThatIsNotThere() {
        JsonNode document = api.get("/openapi.json").json();

        assertThat(document.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void describesEveryEndpoint() {
        assertThat(DescribedApi.operations().stream().map(DescribedApi.Operation::toString))
                .hasSizeGreaterThan(10)
                .containsExactlyInAnyOrderElementsOf(Endpoint.all().stream()
                        .map(Endpoint::toString)
                        .distinct()
                        .toList());
    }
}
