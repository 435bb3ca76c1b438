package io.gpushopper.adapters.vastai;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.adapters.http.AdapterRuntime;
import io.gpushopper.adapters.http.ApiClient;
import io.gpushopper.adapters.http.ApiKey;
import io.gpushopper.adapters.http.Redactor;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.testkit.Eventually;
import io.gpushopper.testkit.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each test ends one instance first, so that the turn of those after it is yet to come, and lets it come when all of them wait. */
final class GatheredEndsTest {
    private static final String YES = "{\"success\":true}";

    private final SettableClock clock = new SettableClock();
    private final AtomicInteger awaited = new AtomicInteger();
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private volatile boolean interruptsWhoLeads;
    private GatheredEnds ends;

    @AfterEach
    void letNobodyWait() {
        callers.shutdownNow();
    }

    @Test
    void goInOneCallFromFiveOnAndSixtyFourAtMost() throws Exception {
        try (CannedAnswers answers = new CannedAnswers(YES)) {
            assertThat(endedTogether(answers, 70)).containsOnly("TAKEN").hasSize(70);

            assertThat(answers.requests()).hasSize(3).first().asString().startsWith("DELETE /api/v0/instances/1/ ");
            assertThat(answers.requests().stream().map(request -> idsIn(request).size()))
                    .containsExactlyInAnyOrder(0, 64, 6);
            assertThat(answers.requests().stream().flatMap(request -> idsIn(request).stream()))
                    .hasSize(70)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void goEachAloneBelowFive() throws Exception {
        try (CannedAnswers answers = new CannedAnswers(YES)) {
            assertThat(endedTogether(answers, 4)).containsOnly("ACCEPTED");

            assertThat(answers.requests()).hasSize(5).noneMatch(request -> request.contains("instance_ids"));
        }
    }

    @Test
    void goEachAloneWhenTheyAreRefusedTogether() throws Exception {
        String gone = "{\"success\":false,\"error\":\"no_such_instance\",\"msg\":\"Instance not found\"}";
        try (CannedAnswers answers = new CannedAnswers(YES, gone, gone, YES)) {
            assertThat(endedTogether(answers, 6))
                    .filteredOn("ACCEPTED"::equals)
                    .as("but for the one that is gone")
                    .hasSize(5);

            assertThat(answers.requests()).hasSize(8);
            assertThat(answers.requests().subList(2, 8)).noneMatch(request -> request.contains("instance_ids"));
        }
    }

    @Test
    void goEachAloneWhenTheAnswerDoesNotSayYes() throws Exception {
        try (CannedAnswers answers = new CannedAnswers(YES, "{}", YES)) {
            assertThat(endedTogether(answers, 6)).containsOnly("ACCEPTED");

            assertThat(answers.requests()).hasSize(8);
        }
    }

    @Test
    void goEachAloneWhenTheKeyIsRefusedForAllTogether() throws Exception {
        String refused = "{\"success\":false,\"error\":\"auth_error\",\"msg\":\"Invalid user key\"}";
        try (CannedAnswers answers = new CannedAnswers(YES, refused, YES)) {
            assertThat(endedTogether(answers, 6)).containsOnly("ACCEPTED").hasSize(6);

            assertThat(answers.requests()).hasSize(8);
        }
    }

    @Test
    void goOnWithoutTheOneWhoIsInterrupted() throws Exception {
        interruptsWhoLeads = true;
        try (CannedAnswers answers = new CannedAnswers(YES)) {
            assertThat(endedTogether(answers, 7))
                    .containsOnly("TAKEN", "UNAVAILABLE")
                    .filteredOn("UNAVAILABLE"::equals)
                    .hasSize(1);

            assertThat(answers.requests()).hasSize(2);
            assertThat(idsIn(answers.requests().get(1))).hasSize(6);
        }
    }

    /** What came of each of so many ends that wait for one turn: the outcome, or the kind of the failure. */
    private List<String> endedTogether(CannedAnswers answers, int count) throws InterruptedException {
        ends = gathering(answers);
        assertThat(ended(1)).isEqualTo("ACCEPTED");
        awaited.set(count);
        List<Callable<String>> calls = new ArrayList<>();
        IntStream.range(2, count + 2).forEach(id -> calls.add(() -> ended(id)));
        List<String> came = new ArrayList<>();
        for (Future<String> call : callers.invokeAll(calls)) {
            came.add(outcome(call));
        }
        assertThat(ends.waiting()).isZero();
        return came;
    }

    private static String outcome(Future<String> call) throws InterruptedException {
        try {
            return call.get();
        } catch (ExecutionException broken) {
            throw new AssertionError(broken);
        }
    }

    private String ended(int id) {
        try {
            return ends.end(new InstanceId(VastAiProviderFactory.ID, Integer.toString(id)))
                    .name();
        } catch (ProviderException refused) {
            return refused.kind().name();
        }
    }

    private GatheredEnds gathering(CannedAnswers answers) {
        VastAiConfig config = VastAiConfig.of(answers.uri(), new ApiKey("k3y0must0never0be0logged"));
        AdapterRuntime runtime = new AdapterRuntime(clock, this::sleep, new Random(1), Metrics.NONE);
        Redactor redactor = new Redactor(config.apiKey());
        ApiClient client =
                new ApiClient(VastAiProviderFactory.ID, config.apiKey(), "test", new VastAiErrors(redactor), runtime);
        return new GatheredEnds(new VastAiApi(config, runtime), client);
    }

    private void sleep(Duration time) throws InterruptedException {
        int all = awaited.getAndSet(0);
        if (all > 0) {
            Eventually.holds("all wait", () -> ends.waiting() == all);
            if (interruptsWhoLeads) {
                throw new InterruptedException("as by a stop");
            }
        }
        clock.advance(time);
    }

    private static List<String> idsIn(String request) {
        if (!request.startsWith("DELETE /api/v0/instances/ {\"instance_ids\":[")) {
            return Collections.emptyList();
        }
        String ids = request.substring(request.indexOf('[') + 1, request.indexOf(']'));
        return List.of(ids.split(",", -1));
    }
}
