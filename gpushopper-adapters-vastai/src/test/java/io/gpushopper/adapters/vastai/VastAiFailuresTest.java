package io.gpushopper.adapters.vastai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.adapters.http.AdapterRuntime;
import io.gpushopper.adapters.http.ApiKey;
import io.gpushopper.adapters.http.JsonFields;
import io.gpushopper.adapters.http.Redactor;
import io.gpushopper.domain.cost.Rates;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.InstanceView;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.domain.session.Tag;
import io.gpushopper.ports.LaunchRequest;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.Provider;
import io.gpushopper.testkit.AskedProvider;
import io.gpushopper.testkit.PageTable;
import io.gpushopper.testkit.SettableClock;
import io.gpushopper.testkit.StubApi;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every documented failure and state of Vast.ai is taken for what docs/failures.md says. */
class VastAiFailuresTest {
    private static final Path PAGE = Path.of("..", "docs", "failures.md");
    private static final String USER = "{\"id\":4711,\"credit\":12.5}";
    private static final String ID = "36877001";
    static final Map<String, String> CALLS = Map.of(
            "account", "GET /api/v0/users/current/",
            "search", "POST /api/v0/bundles/",
            "create", "PUT /api/v0/asks/41200733/",
            "list", "GET /api/v1/instances/",
            "get", "GET /api/v0/instances/" + ID + "/",
            "attach_key", "POST /api/v0/instances/" + ID + "/ssh/",
            "stop", "PUT /api/v0/instances/" + ID + "/",
            "destroy", "DELETE /api/v0/instances/" + ID + "/",
            "bill", "GET /api/v0/charges/");

    private final SettableClock clock = new SettableClock();

    static Stream<PageTable.Row> failures() {
        return PageTable.under(PAGE, "## Vast.ai: failures").stream();
    }

    static Stream<PageTable.Row> states() {
        return PageTable.under(PAGE, "## Vast.ai: states").stream();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void takesEveryFailureForWhatThePageSays(PageTable.Row row) {
        String call = row.cell("call");
        try (StubApi api = new StubApi()) {
            if (!call.equals("account")) {
                api.will(CALLS.get("account"), 200, USER);
            }
            api.will(CALLS.get(call), StubApi.status(row.cell("status")), row.cell("body"));

            assertThat(asked(api, clock).makes(call)).isEqualTo(row.cell("what we make of it"));
        }
    }

    @ParameterizedTest
    @MethodSource("states")
    void takesEveryStateForWhatThePageSays(PageTable.Row row) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", ID)
                .put("dph_total", new BigDecimal("0.3925"))
                .put("storage_total_cost", new BigDecimal("0.0125"));
        for (String field : List.of("actual_status", "intended_status", "cur_state", "status_msg")) {
            String value = row.cell(field);
            json.put(field, value.isEmpty() ? null : value);
        }

        InstanceView view = new VastAiInstances(new Redactor(new ApiKey("k3y0must0never0be0logged")))
                .read(new JsonFields(json))
                .orElseThrow();

        assertThat(view.condition()).hasToString(row.cell("condition"));
        assertThat(billing(view.burning())).isEqualTo(row.cell("bills"));
    }

    private static String billing(@Nullable Rates rates) {
        assertThat(rates).isNotNull();
        if (rates.storage().isZero()) {
            return rates.compute().isZero() ? "" : "machine";
        }
        return rates.compute().isZero() ? "disk" : "disk and machine";
    }

    /** The adapter before those answers; about one instance, and with one purchase. */
    static AskedProvider asked(StubApi api, SettableClock clock) {
        VastAiConfig config = VastAiConfig.of(api.url(""), new ApiKey("k3y0must0never0be0logged"))
                .withPaceFactor(BigDecimal.ZERO);
        Provider provider = VastAiProviderFactory.create(
                config, new AdapterRuntime(clock, clock::advance, new Random(1), Metrics.NONE));
        return new AskedProvider(
                provider,
                new InstanceId(VastAiProviderFactory.ID, ID),
                new LaunchRequest(
                        Tag.parse("gpushop-prod-k7q2m4xw3c5tz6ab-1-tkz5o0").orElseThrow(),
                        new OfferId(VastAiProviderFactory.ID, "41200733"),
                        "ssh_direct 124",
                        60,
                        List.of(new SshPublicKey("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGVuZ2luZQ engine")),
                        clock.instant().plusSeconds(60)));
    }
}
