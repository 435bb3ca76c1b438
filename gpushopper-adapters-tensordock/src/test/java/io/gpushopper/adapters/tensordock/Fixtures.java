package io.gpushopper.adapters.tensordock;

import io.gpushopper.adapters.http.ApiAnswer;
import io.gpushopper.adapters.http.JsonFields;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The samples of TensorDock's answers, as they stand in our description of its API. */
final class Fixtures {
    private Fixtures() {}

    static String text(String name) {
        try (InputStream file = Objects.requireNonNull(Fixtures.class.getResourceAsStream("/fixtures/" + name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static JsonFields json(String name) {
        return JsonFields.parse(text(name)).orElseThrow();
    }

    static ApiAnswer answer(int status, String name) {
        return answerOf(status, text(name));
    }

    static ApiAnswer answerOf(int status, String body) {
        return new ApiAnswer(status, body, null, null);
    }
}
