package io.gpushopper.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.sdk.errors.NotFoundException;
import io.gpushopper.sdk.errors.StaleInventoryException;
import io.gpushopper.sdk.wire.OfferJson;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is refused, in which words, and that nothing is bought meanwhile. */
class RefusalTest {
    private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.open(Duration.ofSeconds(2)).started();
    }

    @AfterAll
    static void end() {
        stage.close();
    }

    @AfterEach
    void leavesNothingAtTheProvider() {
        assertThat(stage.market().instances()).noneMatch(Market.Instance::isOurs);
    }

    @Test
    void tellsOfAStaleOfferInTheReferencesWords() {
        OfferJson offer = stage.offer("vastai");
        stage.market().sellElsewhere(offer.providerId());

        Http.Answer answer = Http.send("POST", sessions(), body(offer.id()), "X-Request-ID", "stale-1");

        assertThat(answer.status()).isEqualTo(503);
        JsonNode expected = Http.parse("""
                {
                  "error": "offer unavailable due to stale inventory",
                  "error_type": "stale_inventory",
                  "offer_id": "%s",
                  "provider": "vastai",
                  "retry_suggested": true,
                  "message": "The selected offer is no longer available. Please refresh inventory and select a different offer.",
                  "request_id": "stale-1"
                }
                """.formatted(offer.id()));
        expected.fieldNames()
                .forEachRemaining(
                        field -> assertThat(answer.json().path(field)).as(field).isEqualTo(expected.path(field)));
        assertThat(catchThrowableOfType(StaleInventoryException.class, () -> stage.rent(offer, "stale"))
                        .offerId())
                .contains(offer.id());
    }

    @Test
    void knowsNoOfferThatNeverWas() {
        Http.Answer answer = Http.post(sessions(), body("vastai-1"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("error").asText()).isEqualTo("offer not found: vastai-1");
        assertThat(catchThrowableOfType(
                        NotFoundException.class,
                        () -> stage.client().inventory().get("vastai-1")))
                .isNotNull();
    }

    @Test
    void namesEveryBadFieldOfABody() {
        Http.Answer answer = Http.post(sessions(), """
                {"consumer_id": "", "workload_type": "poetry", "reservation_hours": 99, "storage_policy": "burn",
                 "idle_threshold_minutes": "soon"}
                """);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error_type").asText()).isEqualTo("invalid_request");
        assertThat(answer.json().path("details").findValuesAsText("field"))
                .containsExactlyInAnyOrder(
                        "consumer_id",
                        "offer_id",
                        "workload_type",
                        "reservation_hours",
                        "storage_policy",
                        "idle_threshold_minutes");
        List.of("consumer_id", "offer_id", "workload_type", "reservation_hours", "storage_policy")
                .forEach(field ->
                        assertThat(answer.json().path("error").asText()).contains(field));
    }

    private static String sessions() {
        return stage.server().url() + "/api/v1/sessions";
    }

    private static String body(String offerId) {
        return """
                {"consumer_id": "refusal", "offer_id": "%s", "workload_type": "llm", "reservation_hours": 2}
                """.formatted(offerId);
    }
}
