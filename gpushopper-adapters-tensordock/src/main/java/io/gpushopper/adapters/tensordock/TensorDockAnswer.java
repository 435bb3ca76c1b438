package io.gpushopper.adapters.tensordock;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.gpushopper.adapters.http.ApiAnswer;
import io.gpushopper.adapters.http.JsonFields;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * An answer read for what it says of its own success: TensorDock puts errors into a 200 too, in several shapes.
 *
 * <pre>{"status": 400, "error": "No available nodes found"}
 * {"error": "Instance not found"}
 * {"data": {"error": "…"}}
 * {"errors": [{"status": "400", "title": "…", "detail": "…"}]}
 * [{"code": "too_small", "message": "Minimum storage is 100GB", "path": ["data", …]}]</pre>
 */
final class TensorDockAnswer {
    private final ApiAnswer answer;
    // Empty of everything when the answer is no JSON.
    private final JsonFields body;

    TensorDockAnswer(ApiAnswer answer) {
        this.answer = answer;
        this.body = answer.json().orElse(new JsonFields(MissingNode.getInstance()));
    }

    boolean isJson() {
        return !body.node().isMissingNode();
    }

    /** The number that the body has for a status, maybe in quotes; empty also for the word of an instance's state. */
    OptionalInt bodyStatus() {
        return body.smallInteger("status");
    }

    /** Whether the body's status is that number, and not in quotes. */
    boolean hasStatus(int number) {
        return body.at("status").node().isNumber() && bodyStatus().orElse(0) == number;
    }

    /** What an error in a 2xx is really meant to be: the body's number, where it has one. */
    int status() {
        return answer.isOk() ? bodyStatus().orElse(answer.status()) : answer.status();
    }

    /** Whether the body is in one of the shapes of an error, whatever the HTTP status. */
    boolean hasErrorBody() {
        return bodyStatus().orElse(0) >= 400
                || isFilled(body, "error")
                || isFilled(body.at("data"), "error")
                || !body.at("errors").elements().isEmpty()
                || body.elements().stream().anyMatch(element -> element.has("message"));
    }

    /** Whether the error stands inside {@code data}, where else the instance would be: it may have been made all the same. */
    boolean blamesData() {
        return isFilled(body.at("data"), "error");
    }

    /** The text of {@code error}; empty when there is none or it is no text. */
    String error() {
        return body.text("error").orElse("");
    }

    /** The error's text from the first place that has one; else the whole body. Not redacted. */
    String message() {
        return errorText().orElse(answer.body());
    }

    /** Whether the error has one of the phrases, which are in lower case; in a list of errors, codes and paths count too. */
    boolean speaksOf(List<String> phrases) {
        String text = (body.isArray() ? answer.body() : message()).toLowerCase(Locale.ROOT);
        return phrases.stream().anyMatch(text::contains);
    }

    private Optional<String> errorText() {
        return compact(body, "error")
                .or(() -> body.text("message"))
                .or(() -> compact(body.at("data"), "error"))
                .or(() -> body.at("errors").elements().stream()
                        .map(error -> error.text("detail").or(() -> error.text("title")))
                        .flatMap(Optional::stream)
                        .findFirst())
                .or(() -> joined(body.elements()));
    }

    private static Optional<String> compact(JsonFields of, String name) {
        return isFilled(of, name)
                ? of.text(name).or(() -> Optional.of(of.at(name).node().toString()))
                : Optional.empty();
    }

    private static Optional<String> joined(List<JsonFields> errors) {
        String all = errors.stream()
                .map(error -> error.text("message"))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    private static boolean isFilled(JsonFields of, String name) {
        return of.text(name).isPresent() || of.at(name).node().size() > 0;
    }
}
