package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.testkit.Eventually;
import io.gpushopper.testkit.Rental;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A server that only reads, on the store of one that acted. */
final class ObservingTest {
    private static final String SESSIONS = "/api/v1/sessions";

    private final FakeParts parts = new FakeParts();
    private final List<String> written = new CopyOnWriteArrayList<>();

    @Test
    void readsEverythingAndWritesNothingAtAnyProvider() {
        String kept;
        String done;
        String deleted;
        try (Api before = Api.ready(parts)) {
            kept = before.running("vastai-1");
            done = before.running("vastai-2");
            deleted = before.running("vastai-3");
        }
        parts.market.onPurchase(request -> written.add("bought " + request.tag()));
        parts.market.onDestroy(id -> written.add("destroyed " + id));
        String orphan = parts.market.rentals().get(0).mark();
        parts.market.plant(orphan);

        try (Api api = Api.with(parts, Map.of("OBSERVE", "true"))) {
            Eventually.holds("it is ready", () -> api.get("/ready").status() == 200);
            assertThat(api.get("/health").json().at("/services/lifecycle").asText())
                    .isEqualTo("observing");
            assertThat(api.get(kept).json().path("status").asText()).isEqualTo("running");

            Api.Answer refused = api.post(SESSIONS, Api.body("vastai-4"));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().path("error_type").asText()).isEqualTo("observing");
            assertThat(api.post(kept + "/extend", "{\"additional_hours\": 1}").status())
                    .isEqualTo(503);

            assertThat(api.post(done + "/done", "").status()).isEqualTo(202);
            assertThat(api.delete(deleted).status()).isEqualTo(202);
            assertThat(api.operate("/tasks/reconcile").text()).contains("nothing answers for yet: nothing done");

            Instant enough = parts.clock.instant().plus(Duration.ofSeconds(90));
            Eventually.holds("a while has passed", () -> parts.clock.instant().isAfter(enough));
            assertThat(api.get(done).json().path("status").asText()).isEqualTo("stopping");
        }
        assertThat(written).isEmpty();
        assertThat(parts.market.rentals()).hasSize(4).allMatch(Rental::billing);

        try (Api after = Api.ready(parts)) {
            Eventually.holds(
                    "what was asked for is done now", () -> isStopped(after, done) && isStopped(after, deleted));
            assertThat(after.get(kept).json().path("status").asText()).isEqualTo("running");
        }
    }

    private static boolean isStopped(Api api, String path) {
        return "stopped".equals(api.get(path).json().path("status").asText());
    }
}
