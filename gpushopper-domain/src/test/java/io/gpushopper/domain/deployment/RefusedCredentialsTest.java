package io.gpushopper.domain.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedCredentialsTest {
    private static final Instant T0 = Instant.parse("2026-11-24T12:00:00Z");

    /** A number is a refusal so many seconds after the first call, a plus an answer. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            + 0             | 3 | false
            + 0 30          | 3 | false
            + 0 30 60       | 3 | true
            + 0 1 2 3       | 3 | false
            + 0 29 58       | 3 | false
            + 0 29 30 59 60 | 3 | true
            + 0 30 + 60     | 3 | false
            + 0 30 + 60 90  | 3 | false
            + 0 30 60 +     | 3 | false
            + 0 3600 7200   | 3 | true
            + 0             | 1 | true
            + 0 +           | 1 | false
            0               | 3 | true
            0 +             | 3 | false
            +               | 3 | false
            """)
    void believesAsManyInARowAsTheProviderNeeds(String calls, int needed, boolean believed) {
        RefusedCredentials logins = RefusedCredentials.NONE;
        for (String call : calls.split(" ")) {
            logins = call.equals("+") ? logins.answered() : logins.refusedAt(T0.plusSeconds(Long.parseLong(call)));
        }

        assertThat(logins.areBelieved(needed)).isEqualTo(believed);
    }

    @Test
    void countsNoFewerThanNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RefusedCredentials(true, -1, null));
    }
}
