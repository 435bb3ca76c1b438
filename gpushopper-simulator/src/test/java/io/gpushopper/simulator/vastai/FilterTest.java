package io.gpushopper.simulator.vastai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.simulator.http.Json;
import io.gpushopper.simulator.vastai.Filter.Operator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "EQ    | null     | null      | true",
                "EQ    | null     | 1         | false",
                "NEQ   | null     | 1         | true",
                "GTE   | null     | 0         | false",
                "LTE   | null     | 0         | false",
                "NOTIN | null     | [1,2]     | true",
                "IN    | null     | [1,2]     | false",
                "EQ    | 12.80    | 12.8      | true",
                "EQ    | 1        | 1.0       | true",
                "GT    | 9        | 10        | false",
                "GT    | 10.5     | 10        | true",
                "EQ    | \"A\"    | \"A\"     | true",
                "EQ    | true     | true      | true",
                "EQ    | true     | false     | false",
                "IN    | \"US\"   | [\"US\"]  | true",
                "IN    | \"US\"   | []        | false",
            })
    void compares(Operator operator, String value, String operand, boolean admitted) {
        assertThat(new Filter(operator, json(operand)).admits(json(value))).isEqualTo(admitted);
    }

    private static JsonNode json(String text) {
        return Json.parse(text).orElseThrow();
    }
}
