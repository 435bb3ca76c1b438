package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.testkit.Eventually;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class WaitingTest {
    @Test
    void answersARequestThatWaitsLongerThanItsConnectionMayBeIdle() {
        FakeParts parts = new FakeParts();
        try (Api api = Api.on(parts, Path.of("src/test/resources/impatient.yml"))) {
            Eventually.holds(
                    "offers are shown",
                    () -> api.get("/api/v1/inventory/vastai-1").status() == 200);
            Eventually.holds("it is ready", () -> api.get("/ready").status() == 200);
            parts.market.fail(MarketOperation.CREATE, MarketFault.DROP_AFTER_EFFECT, 1);
            parts.market.fail(MarketOperation.LIST, MarketFault.SERVER_ERROR, 10_000);

            Api.Answer created = api.post(
                    "/api/v1/sessions",
                    "{\"consumer_id\": \"me\", \"offer_id\": \"vastai-1\", \"workload_type\": \"llm\","
                            + " \"reservation_hours\": 1}");

            assertThat(created.status()).isEqualTo(201);
        }
    }
}
