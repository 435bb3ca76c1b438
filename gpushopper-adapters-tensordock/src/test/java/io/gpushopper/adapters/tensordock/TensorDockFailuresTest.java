package io.gpushopper.adapters.tensordock;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.adapters.http.AdapterRuntime;
import io.gpushopper.adapters.http.ApiKey;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.ports.Metrics;
import io.gpushopper.testkit.AskedProvider;
import io.gpushopper.testkit.PageTable;
import io.gpushopper.testkit.SettableClock;
import io.gpushopper.testkit.StubApi;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every documented failure and state of TensorDock is taken for what docs/failures.md says. */
class TensorDockFailuresTest {
    private static final Path PAGE = Path.of("..", "docs", "failures.md");
    private static final String ID = "3f0d0c1a-7d52-4b7e-9d62-1b9f5f6f8a10";
    private static final String NO_CALL = "none";
    static final Map<String, String> CALLS = Map.of(
            "account",
            "GET /v2/instances",
            "search",
            "GET /v2/locations",
            "create",
            "POST /v2/instances",
            "list",
            "GET /v2/instances",
            "get",
            "GET /v2/instances/" + ID,
            "destroy",
            "DELETE /v2/instances/" + ID,
            "attach_key",
            NO_CALL,
            "stop",
            NO_CALL,
            "bill",
            NO_CALL);

    private final SettableClock clock = new SettableClock();

    static Stream<PageTable.Row> failures() {
        return PageTable.under(PAGE, "## TensorDock: failures").stream();
    }

    static Stream<PageTable.Row> states() {
        return PageTable.under(PAGE, "## TensorDock: states").stream();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void takesEveryFailureForWhatThePageSays(PageTable.Row row) {
        String call = row.cell("call");
        try (StubApi api = new StubApi()) {
            api.will(CALLS.get(call), StubApi.status(row.cell("status")), row.cell("body"));

            assertThat(asked(api, clock).makes(call)).isEqualTo(row.cell("what we make of it"));
            assertThat(api.asked()).allMatch(asked -> asked.verbAndPath().equals(CALLS.get(call)));
        }
    }

    @ParameterizedTest
    @MethodSource("states")
    void takesEveryStateForWhatThePageSays(PageTable.Row row) {
        TensorDockStatus state = TensorDockStatus.of(row.cell("status"));

        assertThat(state.condition()).hasToString(row.cell("condition"));
        assertThat(state.bills()).isEqualTo(row.cell("bills").equals("all"));
    }

    /** The adapter before those answers; about one instance, and with one purchase. */
    static AskedProvider asked(StubApi api, SettableClock clock) {
        TensorDockConfig config = TensorDockConfig.of(
                        api.url("/v2"), api.url("/v0"), null, new ApiKey("t0ken0must0never0be0logged"))
                .withPaceFactor(BigDecimal.ZERO);
        LaunchTerms terms = new LaunchTerms(
                "7c1e0a52-94b3-4d0e-8a51-6f2f5d0c9e11",
                new V0Name("geforcertx4090-pcie-24gb"),
                1,
                8,
                32,
                NetworkMode.DEDICATED_IP);
        return new AskedProvider(
                TensorDockProviderFactory.create(
                        config, new AdapterRuntime(clock, clock::advance, new Random(1), Metrics.NONE)),
                new InstanceId(TensorDockApi.ID, ID),
                TensorDockPurchaseTest.request(terms.text(), clock.instant().plusSeconds(60)));
    }
}
