package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.ports.Threads;
import io.gpushopper.testkit.Eventually;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A provider that never shows what is there holds up the others for two minutes, and itself for as long as it does not. */
final class ReadyAtLastTest {
    private static final String SESSIONS = "/api/v1/sessions";

    @Test
    void isReadyAfterTwoMinutesButForTheProviderThatWasNeverSwept() {
        FakeParts parts = FakeParts.withTwoMarkets();
        TwoMinutes time = new TwoMinutes();
        parts.threads = time;
        parts.second.stock("1");
        parts.second.fail(MarketOperation.LIST, MarketFault.SERVER_ERROR, 100_000);
        try (Api api = Api.on(parts)) {
            Eventually.holds(
                    "one provider is swept",
                    () -> "ok"
                            .equals(api.get("/health")
                                    .json()
                                    .at("/services/providers/vastai")
                                    .asText()));
            assertThat(api.get("/ready").status()).isEqualTo(503);
            assertThat(created(api, "vastai-1").json().path("error_type").asText())
                    .isEqualTo("not_ready");

            time.pass();

            assertThat(api.get("/ready").status()).isEqualTo(200);
            assertThat(api.get("/health").status()).isEqualTo(200);
            Eventually.holds(
                    "offers are shown",
                    () -> api.get("/api/v1/inventory/vastai-1").status() == 200);
            assertThat(created(api, "vastai-1").status()).isEqualTo(201);
            Api.Answer refused = created(api, "tensordock-1");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().path("error_type").asText()).isEqualTo("provider_unavailable");
            assertThat(refused.header("Retry-After")).isNotNull();

            parts.second.heal();
            Eventually.holds(
                    "it sells as soon as it is swept",
                    () -> created(api, "tensordock-1").status() == 201);
        }
    }

    private static Api.Answer created(Api api, String offer) {
        return api.post(
                SESSIONS,
                "{\"consumer_id\": \"me\", \"offer_id\": \"" + offer
                        + "\", \"workload_type\": \"llm\", \"reservation_hours\": 1}");
    }

    /** Real threads, for which two minutes are over when the test says so. */
    private static final class TwoMinutes implements Threads {
        private static final Duration AT_LAST = Duration.ofMinutes(2);

        private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(4);
        private final ExecutorService work = Executors.newFixedThreadPool(16);
        private final Queue<Runnable> atLast = new ConcurrentLinkedQueue<>();

        void pass() {
            List<Runnable> due = List.copyOf(atLast);
            assertThat(due).isNotEmpty();
            atLast.clear();
            // What comes again in two minutes more has its time then.
            due.forEach(Runnable::run);
        }

        @Override
        public Executor ends() {
            return work;
        }

        @Override
        public Executor purchases() {
            return work;
        }

        @Override
        public Executor probes() {
            return work;
        }

        @Override
        public Executor questions() {
            return work;
        }

        @Override
        public Executor looks() {
            return work;
        }

        @Override
        public Executor answers() {
            return work;
        }

        @Override
        public void after(Duration pause, Runnable due) {
            if (pause.equals(AT_LAST)) {
                atLast.add(due);
                return;
            }
            try {
                ScheduledFuture<?> timer = timers.schedule(due, pause.toMillis(), TimeUnit.MILLISECONDS);
                assertThat(timer.isCancelled()).isFalse();
            } catch (RejectedExecutionException closed) {
                assertThat(timers.isShutdown()).isTrue();
            }
        }

        @Override
        public void close() {
            timers.shutdownNow();
            work.shutdownNow();
        }
    }
}
