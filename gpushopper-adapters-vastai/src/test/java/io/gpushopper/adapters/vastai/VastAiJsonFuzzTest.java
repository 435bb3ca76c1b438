package io.gpushopper.adapters.vastai;

import static io.gpushopper.testkit.MessySample.ALL;
import static io.gpushopper.testkit.MessySample.failed;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.adapters.http.ApiAnswer;
import io.gpushopper.adapters.http.ApiCall;
import io.gpushopper.adapters.http.ApiExchange;
import io.gpushopper.adapters.http.ApiFailure;
import io.gpushopper.adapters.http.ApiKey;
import io.gpushopper.adapters.http.CallPriority;
import io.gpushopper.adapters.http.PaceRule;
import io.gpushopper.adapters.http.Pacer;
import io.gpushopper.adapters.http.Redactor;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.LaunchOutcome;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.ports.Provider;
import io.gpushopper.testkit.AskedProvider;
import io.gpushopper.testkit.JsonMess;
import io.gpushopper.testkit.MessySample;
import io.gpushopper.testkit.PageTable;
import io.gpushopper.testkit.SettableClock;
import io.gpushopper.testkit.StubApi;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every answer of Vast.ai's reference, as messy as answers come: what was there is still what the adapter gives. */
class VastAiJsonFuzzTest {
    private static final int DOCUMENTS = Integer.getInteger("fuzz.documents", 2_600);
    private static final String ID = "36877001";
    private static final String USER = "{\"id\":4711,\"credit\":12.5,\"balance\":0,\"has_billing\":true,"
            + "\"balance_threshold\":3.5,\"username\":\"somebody\",\"api_key\":\"s3cret\"}";
    private static final String MALFORMED = ErrorKind.MALFORMED.name();
    private static final Map<String, List<String>> OF_AN_INSTANCE = Map.ofEntries(
            Map.entry("id", List.of(ALL)),
            Map.entry("label", List.of("mark", ALL)),
            Map.entry("actual_status", List.of("condition", "burning", "detail")),
            Map.entry("intended_status", List.of()),
            Map.entry("cur_state", List.of()),
            Map.entry("status_msg", List.of("detail")),
            Map.entry("public_ipaddr", List.of("endpoints", "ports")),
            Map.entry("ports", List.of("endpoints", "ports")),
            Map.entry("22/tcp", List.of("endpoints")),
            Map.entry("8000/tcp", List.of("ports")),
            Map.entry("HostPort", List.of("endpoints", "ports")),
            Map.entry("image_runtype", List.of()),
            Map.entry("ssh_host", List.of("endpoints")),
            Map.entry("ssh_port", List.of("endpoints")),
            Map.entry("start_date", List.of("createdAt")),
            Map.entry("gpu_util", List.of("gpuPercent")),
            Map.entry("dph_total", List.of("burning")),
            Map.entry("storage_total_cost", List.of("burning")),
            Map.entry("success", List.of()));
    private static final Map<String, List<String>> OF_AN_OFFER = Map.ofEntries(
            Map.entry("offers", List.of(ALL)),
            Map.entry("id", List.of(ALL)),
            Map.entry("gpu_name", List.of(ALL)),
            Map.entry("num_gpus", List.of(ALL)),
            Map.entry("gpu_ram", List.of(ALL)),
            Map.entry("dph_total", List.of(ALL)),
            Map.entry("cpu_cores", List.of(ALL)),
            Map.entry("dph_base", List.of("0.rates")),
            Map.entry("storage_cost", List.of("0.rates", "0.host.storagePricePerGb")),
            Map.entry("reliability", List.of()),
            Map.entry("reliability2", List.of()),
            Map.entry("rentable", List.of()),
            Map.entry("rented", List.of()),
            Map.entry("is_bid", List.of("0.host.interruptible")),
            Map.entry("min_bid", List.of("0.host.minBid")),
            Map.entry("disk_space", List.of("0.host.diskGb")),
            Map.entry("geolocation", List.of("0.place.location", "0.place.country")),
            Map.entry("hosting_type", List.of("0.place.datacenter")),
            Map.entry("end_date", List.of("0.longestRental")),
            Map.entry("duration", List.of()),
            Map.entry("machine_id", List.of("0.host.machineId")),
            Map.entry("cuda_max_good", List.of("0.host.cudaVersion")),
            Map.entry("cpu_cores_effective", List.of("0.host.vcpus", "0.host.ramGb")),
            Map.entry("cpu_ram", List.of("0.host.ramGb")),
            Map.entry("inet_down", List.of("0.host.inetDownMbps")),
            Map.entry("inet_up", List.of("0.host.inetUpMbps")),
            Map.entry("direct_port_count", List.of("0.launchTerms")),
            Map.entry("success", List.of()));
    private static final Set<String> OF_A_FAILURE =
            Set.of("success", "error", "msg", "message", "detail", "new_contract", "retry_after", "instances", "id");

    private final long seed = Long.getLong("fuzz.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final StubApi api = new StubApi();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final AskedProvider asked = VastAiFailuresTest.asked(api, clock);
    private final Provider provider = asked.provider();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void losesNothingOfAnAnswerAsMessyAsTheyCome() {
        System.out.println("Vast.ai: " + DOCUMENTS + " answers of -Dfuzz.seed=" + seed);
        List<MessySample> samples = samples();
        for (int i = 0; i < DOCUMENTS; i++) {
            samples.get(i % samples.size()).tryOne(random);
        }
    }

    @Test
    void takesAFailureForTheSameHoweverItIsWritten() {
        System.out.println("Vast.ai: " + DOCUMENTS + " failures of -Dfuzz.seed=" + seed);
        VastAiErrors errors = new VastAiErrors(new Redactor(new ApiKey("k3y0must0never0be0logged")));
        List<PageTable.Row> rows =
                PageTable.under(Path.of("..", "docs", "failures.md"), "## Vast.ai: failures").stream()
                        .filter(row -> row.cell("body").endsWith("}"))
                        .toList();
        for (int i = 0; i < DOCUMENTS / 2; i++) {
            PageTable.Row row = rows.get(i % rows.size());
            JsonMess sample = JsonMess.of(row.cell("body"));
            ApiCall call = call(row.cell("call"));
            int status = StubApi.status(row.cell("status"));
            String whole = row.cell("body");
            String dressed = sample.dressed(random, OF_A_FAILURE, Set.of());
            String half = sample.cut(random);

            assertThat(kind(errors, call, status, dressed)).as(dressed).isEqualTo(kind(errors, call, status, whole));
            assertThat(kind(errors, call, status, half))
                    .as(half)
                    .isPresent()
                    .isIn(
                            kind(errors, call, status, whole),
                            kind(errors, call, status, ""),
                            Optional.of(ErrorKind.MALFORMED));
            assertThat(launched(errors, call, status, dressed))
                    .as(dressed)
                    .isEqualTo(launched(errors, call, status, whole));
            assertThat(launched(errors, call, status, half)).as(half).doesNotContain("Launched");
        }
    }

    private List<MessySample> samples() {
        String running = Fixtures.text("get-running.json");
        String one = running.substring("{\"instances\":".length(), running.lastIndexOf('}'));
        String page = "{\"success\":true,\"instances_found\":2,\"total_instances\":2,\"label_counts\":{\"\":1},"
                + "\"next_token\":null,\"instances\":[" + one + "," + one.replace(ID, "36877002") + "]}";
        return List.of(
                good(Fixtures.text("search-offers.json"), OF_AN_OFFER, Set.of(), "search", provider::offers),
                good(
                        running,
                        with(OF_AN_INSTANCE, "view.", Map.of("instances", List.of(ALL))),
                        Set.of("instances"),
                        "get",
                        () -> provider.instance(asked.instance())),
                good(
                        Fixtures.text("get-gone.json"),
                        Map.of("instances", List.of()),
                        Set.of("instances"),
                        "get",
                        () -> provider.instance(asked.instance())),
                good(
                        page,
                        with(
                                OF_AN_INSTANCE,
                                "",
                                Map.of(
                                        "instances", List.of(ALL),
                                        "next_token", List.of(ALL),
                                        "total_instances", List.of(ALL))),
                        Set.of(),
                        "list",
                        this::listed),
                good(
                        USER,
                        Map.of(
                                "id",
                                List.of(ALL),
                                "credit",
                                List.of("balance"),
                                "balance",
                                List.of(),
                                "success",
                                List.of()),
                        Set.of(),
                        "account",
                        provider::account),
                good(
                        Fixtures.text("charges.json"),
                        Map.of(
                                "results", List.of(ALL),
                                "source", List.of(ALL),
                                "amount", List.of(ALL, "instances.0.parts"),
                                "next_token", List.of(ALL),
                                "items", List.of("instances.0.parts"),
                                "type", List.of("instances.0.parts"),
                                "metadata", List.of("instances.0.mark"),
                                "label", List.of("instances.0.mark"),
                                "total", List.of(),
                                "success", List.of()),
                        Set.of(),
                        "bill",
                        () -> provider.bill(CostPeriod.day(LocalDate.of(2026, 3, 1)))),
                acted(
                        Fixtures.text("create-success.json"),
                        Map.of("success", List.of(ALL), "new_contract", List.of(ALL)),
                        List.of("{=unknown}", "{=rejected: OFFER_GONE, 36877001 is ended}"),
                        "unknown",
                        "create"),
                acted(
                        Fixtures.text("attach-key-success.json"),
                        Map.of("success", List.of()),
                        List.of(),
                        "fails: MALFORMED",
                        "attach_key"),
                acted(
                        "{\"success\":true}",
                        Map.of("success", List.of(ALL)),
                        List.of("{=fails: MALFORMED}"),
                        "fails: MALFORMED",
                        "stop"),
                acted(
                        "{\"success\":true,\"msg\":\"destroyed\"}",
                        Map.of("success", List.of(ALL)),
                        List.of("{=fails: MALFORMED}"),
                        "fails: MALFORMED",
                        "destroy"));
    }

    private MessySample good(
            String json, Map<String, List<String>> read, Set<String> fixed, String call, Supplier<Object> result) {
        return new MessySample(json, read, fixed, List.of(failed(ErrorKind.MALFORMED), "{}"), MALFORMED, body -> {
            answer(call, body);
            return result.get();
        });
    }

    private MessySample acted(
            String json, Map<String, List<String>> read, List<String> lost, String broken, String call) {
        return new MessySample(json, read, Set.of(), lost, broken, body -> {
            answer(call, body);
            return asked.makes(call);
        });
    }

    private void answer(String call, String body) {
        api.always(VastAiFailuresTest.CALLS.get("account"), 200, USER);
        api.always(VastAiFailuresTest.CALLS.get(call), 200, body);
    }

    private Object listed() {
        Listing listing = provider.instances();
        return listing instanceof Listing.Partial partial ? partial.kind() : listing.instances();
    }

    private static Map<String, List<String>> with(
            Map<String, List<String>> fields, String prefix, Map<String, List<String>> more) {
        Map<String, List<String>> all = new HashMap<>(more);
        fields.forEach((field, paths) -> all.put(
                field,
                paths.stream()
                        .flatMap(path -> path.equals(ALL) || !prefix.isEmpty()
                                ? Stream.of(path.equals(ALL) ? path : prefix + path)
                                : Stream.of("0." + path, "1." + path))
                        .toList()));
        return all;
    }

    private static Optional<ErrorKind> kind(VastAiErrors errors, ApiCall call, int status, String body) {
        return errors.failureIn(call, Fixtures.answer(status, body)).map(ApiFailure::kind);
    }

    private static String launched(VastAiErrors errors, ApiCall call, int status, String body) {
        ApiAnswer answer = Fixtures.answer(status, body);
        LaunchOutcome outcome = VastAiLaunch.outcome(
                new ApiExchange.Answered(answer, errors.failureIn(call, answer).orElse(null)));
        return outcome.getClass().getSimpleName() + outcome.brought();
    }

    private static ApiCall call(String operation) {
        SettableClock clock = new SettableClock(Instant.EPOCH);
        Pacer pacer = new Pacer(PaceRule.every(Duration.ZERO), clock, clock::advance);
        return ApiCall.of(operation, CallPriority.READ, pacer, "GET", URI.create("http://127.0.0.1/"));
    }
}
