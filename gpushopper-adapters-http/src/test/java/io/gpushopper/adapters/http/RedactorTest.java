package io.gpushopper.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
    private static final ApiKey KEY = new ApiKey("k3y-of-the-account");

    private final Redactor redactor = new Redactor(KEY);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"api_key\":\"s3cret\",\"id\":7}",
                "{\"instance_api_key\": \"s3cret\"}",
                "{\"jupyter_token\":\"s3cret",
                "{\"ssh_key\":\"s3cret \\\" quoted s3cret\"}",
                "{\"image_login\":\"-u me -p s3cret\"}",
                "GET /x?api_key=s3cret&api_token=s3cret",
                "Authorization: Bearer s3cret",
                "the key k3y-of-the-account is wrong"
            })
    void hidesSecrets(String text) {
        assertThat(redactor.clean(text)).doesNotContain("s3cret").doesNotContain("k3y-of-the-account");
    }

    @Test
    void hidesWhatLooksLikeAKey() {
        String key = "0123456789abcdef".repeat(4);

        assertThat(redactor.clean("user " + key + " is unknown")).isEqualTo("user *** is unknown");
    }

    @Test
    void keepsTheRestOnOneShortLine() {
        assertThat(redactor.clean("error 404/3603:\n no_such_ask\u0007")).isEqualTo("error 404/3603: no_such_ask");
        assertThat(redactor.clean("x ".repeat(1_000))).hasSizeLessThan(400);
    }

    @Test
    void aKeyDoesNotPrintItself() {
        assertThat(KEY).hasToString("ApiKey[redacted]");
        assertThat(KEY.fingerprint()).hasSize(16).doesNotContain("k3y");
        assertThat(new ApiKey(" k3y-of-the-account\n").fingerprint()).isEqualTo(KEY.fingerprint());
    }
}
