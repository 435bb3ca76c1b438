package io.gpushopper.adapters.vastai;

import io.gpushopper.adapters.http.ApiAnswer;
import io.gpushopper.adapters.http.JsonFields;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Samples of answers and errors; where they are from is in {@code fixtures/SOURCE.md}. */
final class Fixtures {
    private Fixtures() {}

    static String text(String name) {
        try (InputStream in = Fixtures.class.getResourceAsStream("/fixtures/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no fixture " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static JsonFields json(String name) {
        return JsonFields.parse(text(name)).orElseThrow();
    }

    static ApiAnswer answer(int status, String body) {
        return new ApiAnswer(status, body, null, null);
    }
}
