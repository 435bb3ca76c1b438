package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.LaunchOutcome;
import io.gpushopper.ports.StoreException;
import io.gpushopper.server.DescribedApi.Operation;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each answer that the description promises can be had: those that all operations have in common here, operation by operation as
 * they are described; that the others were seen is checked when all tests of the module are done.
 */
@ExtendWith(EveryAnswerSeen.class)
final class EveryAnswerTest {
    private static final String NOBODY = "sess-aaaaaaaaaaaaaaaa";
    private static final FakeParts parts = new FakeParts();
    private static Api api;

    @BeforeAll
    static void startTheServer() {
        api = Api.ready(parts);
    }

    @AfterAll
    static void stopTheServer() {
        api.close();
    }

    @AfterEach
    void mendTheStore() {
        parts.storeTrouble.set(null);
    }

    static Stream<Operation> all() {
        return DescribedApi.operations().stream();
    }

    static Stream<Operation> negotiating() {
        return all().filter(operation -> operation.answers(406));
    }

    static Stream<Operation> withABody() {
        return all().filter(operation -> !operation.body().isMissingNode());
    }

    static Stream<Operation> ofOneThing() {
        return all().filter(operation -> operation.path().contains("{"));
    }

    static Stream<Operation> askingTheStore() {
        return all().filter(operation -> operation.answers(500));
    }

    @ParameterizedTest
    @MethodSource("negotiating")
    void refusesToAnswerInAForeignMediaType(Operation operation) {
        Api.Answer answer = send(operation, example(operation), "Accept", "image/png");

        assertThat(answer.status()).as(answer.text()).isEqualTo(406);
    }

    @ParameterizedTest
    @MethodSource("withABody")
    void refusesABodyThatIsNoneOrTooLargeOrForeign(Operation operation) {
        assertThat(send(operation, "{", "Content-Type", "application/json").status())
                .isEqualTo(400);
        assertThat(send(operation, "\"" + "x".repeat(1 << 20) + "\"", "Content-Type", "application/json")
                        .status())
                .isEqualTo(413);
        assertThat(send(operation, "hello", "Content-Type", "text/plain").status())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @MethodSource("ofOneThing")
    void doesNotFindWhatIsNotThere(Operation operation) {
        Api.Answer answer = send(operation, example(operation), "Content-Type", "application/json");

        assertThat(answer.status()).as(answer.text()).isEqualTo(404);
    }

    @ParameterizedTest
    @MethodSource("askingTheStore")
    void tellsNothingOfATroubledStore(Operation operation) {
        parts.storeTrouble.set(new StoreException("no disk /var/lib", null));

        Api.Answer answer = send(operation, example(operation), "Content-Type", "application/json");

        assertThat(answer.status()).as(answer.text()).isEqualTo(500);
        assertThat(answer.text()).doesNotContain("disk");
    }

    @ParameterizedTest
    @MethodSource("all")
    void hasADescriptionThatIsWorthReading(Operation operation) {
        assertThat(operation.described().path("summary").asText()).isNotBlank();
        operation
                .parameters()
                .forEach(parameter -> assertThat(parameter.path("description").asText())
                        .as(parameter.path("name").asText())
                        .isNotBlank());
        operation
                .described()
                .path("responses")
                .forEach(response ->
                        assertThat(response.path("description").asText()).isNotBlank());
    }

    @ParameterizedTest
    @CsvSource({
        "INSUFFICIENT_FUNDS, 402, insufficient_funds",
        "UNAUTHORIZED, 502, provider_auth_failed",
        "UNAVAILABLE, 503, provider_unavailable",
        "OFFER_GONE, 503, stale_inventory",
    })
    void tellsWhyAProviderSellsNothing(ErrorKind kind, int status, String type) {
        parts.purchaseTrouble.set(new LaunchOutcome.Rejected(kind, "no", null));

        Api.Answer answer = api.post("/api/v1/sessions", """
                {"consumer_id": "%s", "offer_id": "vastai-9", "workload_type": "llm", "reservation_hours": 1}""".formatted(kind));

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().path("error_type").asText()).isEqualTo(type);
    }

    private static Api.Answer send(Operation operation, String body, String... headers) {
        return api.send(
                operation.method().toUpperCase(Locale.ROOT),
                operation
                        .path()
                        .replace("{id}", operation.path().contains("inventory") ? "vastai-0" : NOBODY)
                        .replace("{hash_id}", NOBODY),
                body,
                headers);
    }

    /** A body that keeps every rule; null when none is taken. */
    private static String example(Operation operation) {
        JsonNode body = operation.body();
        if (body.isMissingNode()) {
            return null;
        }
        List<JsonNode> examples = body.findValues("examples");
        assertThat(examples).as("an example of " + operation).isNotEmpty();
        return body.path("examples").get(0).toString().replace("vastai-12345", "vastai-9");
    }
}
