package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import jakarta.ws.rs.HttpMethod;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
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
    void describesEveryMethodThatServesRequests() throws IOException {
        Set<String> serving = new TreeSet<>();
        for (Class<?> resource : resources()) {
            for (Method method : resource.getDeclaredMethods()) {
                if (Arrays.stream(method.getAnnotations())
                        .anyMatch(one -> one.annotationType().isAnnotationPresent(HttpMethod.class))) {
                    String name = resource.getSimpleName().replace("Resource", "");
                    serving.add((name + "." + method.getName()).toLowerCase(Locale.ROOT));
                }
            }
        }

        assertThat(serving).hasSizeGreaterThan(10);
        assertThat(DescribedApi.operations())
                .extracting(operation ->
                        operation.described().path("operationId").asText().toLowerCase(Locale.ROOT))
                .containsExactlyInAnyOrderElementsOf(serving);
    }

    private static List<Class<?>> resources() throws IOException {
        Path classes = Path.of(URI.create(GpuShopperServer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(name -> name.endsWith(".class"))
                    .<Class<?>>map(name -> type(name.replace(".class", "").replace('/', '.')))
                    .filter(type -> type.isAnnotationPresent(jakarta.ws.rs.Path.class))
                    .toList();
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, GpuShopperServer.class.getClassLoader());
        } catch (ClassNotFoundException missing) {
            throw new AssertionError(missing);
        }
    }
}
