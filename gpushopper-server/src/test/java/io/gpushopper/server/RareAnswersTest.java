package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.testkit.Eventually;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Answers that few will ever see. */
final class RareAnswersTest {
    // More than may wait for providers at a time.
    private static final int CROWD = 300;

    @Test
    void extendsNothingBeforeTheSweepIsDone() {
        FakeParts parts = new FakeParts();
        String path;
        try (Api api = Api.ready(parts)) {
            path = rent(api);
        }
        parts.market.fail(MarketOperation.LIST, MarketFault.SERVER_ERROR, 10_000);
        try (Api api = Api.on(parts)) {
            Api.Answer refused = api.post(path + "/extend", "{\"additional_hours\": 1}");

            assertThat(refused.status()).as(refused.text()).isEqualTo(503);
            assertThat(refused.json().path("error_type").asText()).isEqualTo("not_ready");
            assertThat(refused.header("Retry-After")).isNotNull();
        }
    }

    @Test
    void sendsAwayWhoeverCanNotWaitForAProviderAnyMore() throws InterruptedException, ExecutionException {
        FakeParts parts = new FakeParts();
        ExecutorService crowd = Executors.newFixedThreadPool(CROWD);
        try (Api api = Api.ready(parts)) {
            String path = rent(api) + "/diagnostics";
            Eventually.holds("it runs", () -> api.get(path).status() == 200);
            CountDownLatch gate = new CountDownLatch(1);
            parts.probeGate.set(gate);
            AtomicBoolean sentAway = new AtomicBoolean();
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < CROWD; i++) {
                answers.add(crowd.submit(() -> {
                    Api.Answer answer = api.get(path);
                    if (answer.status() == 503) {
                        assertThat(answer.header("Retry-After")).isNotNull();
                        sentAway.set(true);
                    }
                    return answer.status();
                }));
            }

            Eventually.holds("somebody is sent away", sentAway::get);

            gate.countDown();
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isIn(200, 503);
            }
        } finally {
            crowd.shutdownNow();
        }
    }

    private static String rent(Api api) {
        Api.Answer created = api.post(
                "/api/v1/sessions",
                "{\"consumer_id\": \"me\", \"offer_id\": \"vastai-3\", \"workload_type\": \"llm\","
                        + " \"reservation_hours\": 1}");
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created.header("Location");
    }
}
