package io.gpushopper.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {
    @Test
    void keepsMoneyExact() {
        assertThat(read("{\"price\":0.3925}").decimal("price")).contains(new BigDecimal("0.3925"));
        assertThat(read("{\"price\":\"0.3925\"}").decimal("price")).contains(new BigDecimal("0.3925"));
        assertThat(read("{\"price\":0.1234567890123456789}").decimal("price"))
                .contains(new BigDecimal("0.1234567890123456789"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NaN",
                "Infinity",
                "-Infinity",
                "null",
                "\"\"",
                "\"cheap\"",
                "[]",
                "{}",
                "true",
                "1e999999",
                "1e-999999"
            })
    void takesWhatIsNoUsableNumberForAbsent(String value) {
        JsonFields fields = read("{\"price\":" + value + ",\"id\":7}");

        assertThat(fields.decimal("price")).isEmpty();
        assertThat(fields.integer("price")).isEmpty();
        assertThat(fields.integer("id")).hasValue(7);
    }

    @Test
    void trimsText() {
        assertThat(read("{\"ip\":\" 198.51.100.23\\n\"}").text("ip")).contains("198.51.100.23");
        assertThat(read("{\"ip\":\" \\n\"}").text("ip")).isEmpty();
        assertThat(read("{\"port\":41022}").text("port")).contains("41022");
    }

    @Test
    void takesTheLastOfFieldsThatOccurTwice() {
        assertThat(read("{\"id\":1,\"id\":2}").integer("id")).hasValue(2);
    }

    @Test
    void tellsNullFromAbsent() {
        assertThat(read("{\"instances\":null}").isNull("instances")).isTrue();
        assertThat(read("{}").isNull("instances")).isFalse();
        assertThat(read("{}").has("instances")).isFalse();
        assertThat(read("{\"instances\":[]}").isNull("instances")).isFalse();
    }

    @Test
    void readsFlagsAsTheyCome() {
        assertThat(read("{\"a\":true,\"b\":1,\"c\":0,\"d\":null}").flag("a")).contains(true);
        assertThat(read("{\"b\":1}").flag("b")).contains(true);
        assertThat(read("{\"c\":0}").flag("c")).contains(false);
        assertThat(read("{\"d\":null}").flag("d")).isEmpty();
        assertThat(read("{\"e\":\"False\"}").flag("e")).contains(false);
        assertThat(read("{\"e\":\"maybe\"}").flag("e")).isEmpty();
    }

    @Test
    void walksIntoWhatIsNotThere() {
        assertThat(read("{}").at("ports").at("22/tcp").elements()).isEmpty();
        assertThat(read("{\"ports\":{\"22/tcp\":[{\"HostPort\":\"41022\"}]}}")
                        .at("ports")
                        .at("22/tcp")
                        .elements())
                .singleElement()
                .satisfies(
                        binding -> assertThat(binding.smallInteger("HostPort")).hasValue(41022));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "<html>Bad Gateway</html>", "{\"a\":", "{} {}", "Unauthorized"})
    void isNoJson(String text) {
        assertThat(JsonFields.parse(text)).isEmpty();
    }

    private static JsonFields read(String json) {
        return JsonFields.parse(json).orElseThrow();
    }
}
