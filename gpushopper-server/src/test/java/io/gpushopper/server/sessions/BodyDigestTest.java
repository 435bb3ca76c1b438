package io.gpushopper.server.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyDigestTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1,\"b\":2}|{ \"b\" : 2, \"a\" : 1 }",
                "{\"a\":1}|{\"a\":1.0}",
                "{\"a\":100}|{\"a\":1e2}",
                "{\"a\":0}|{\"a\":-0.00}",
                "{\"a\":\"\\u0041\"}|{\"a\":\"A\"}",
                "{\"a\":[1,{\"b\":2,\"c\":3}]}|{\"a\":[1,{\"c\":3,\"b\":2}]}",
                "{\"a\":1e400}|{\"a\":10e399}"
            })
    void takesTwoSpellingsOfOneValueForTheSame(String one, String other) {
        assertThat(digest(one)).isEqualTo(digest(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1}|{\"a\":2}",
                "{\"a\":1}|{\"a\":\"1\"}",
                "{\"a\":null}|{}",
                "{\"a\":[1,2]}|{\"a\":[2,1]}",
                "{\"a\":0.1}|{\"a\":0.10000000000000000001}",
                "{\"a\":true}|{\"a\":\"true\"}"
            })
    void tellsDifferentValuesApart(String one, String other) {
        assertThat(digest(one)).isNotEqualTo(digest(other));
    }

    @Test
    void showsNothingOfTheBody() {
        assertThat(digest("{\"env\":{\"TOKEN\":\"secret\"}}")).matches("[0-9a-f]{64}");
    }

    private static String digest(String json) {
        return BodyDigest.of(json.getBytes(StandardCharsets.UTF_8));
    }
}
