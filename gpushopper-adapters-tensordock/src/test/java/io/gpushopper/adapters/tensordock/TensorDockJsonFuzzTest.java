package io.gpushopper.adapters.tensordock;

import static io.gpushopper.testkit.MessySample.ALL;
import static io.gpushopper.testkit.MessySample.failed;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.adapters.http.ApiKey;
import io.gpushopper.adapters.http.Redactor;
import io.gpushopper.adapters.tensordock.TensorDockErrors.Refusal;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.ports.Provider;
import io.gpushopper.testkit.AskedProvider;
import io.gpushopper.testkit.JsonMess;
import io.gpushopper.testkit.MessySample;
import io.gpushopper.testkit.PageTable;
import io.gpushopper.testkit.SettableClock;
import io.gpushopper.testkit.StubApi;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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

/** Every answer of TensorDock's reference, as messy as answers come: what was there is still what the adapter gives. */
class TensorDockJsonFuzzTest {
    private static final int DOCUMENTS = Integer.getInteger("fuzz.documents", 2_600);
    private static final String ID = "3f0d0c1a-7d52-4b7e-9d62-1b9f5f6f8a10";
    private static final List<String> REFUSED = List.of(failed(ErrorKind.MALFORMED), "{}");
    private static final Map<String, List<String>> OF_AN_INSTANCE = Map.of(
            "id", List.of(ALL),
            "name", List.of("mark", ALL),
            "status", List.of(ALL),
            "ipAddress", List.of("endpoints", "ports"),
            "portForwards", List.of("endpoints", "ports"),
            "internal_port", List.of("endpoints", "ports"),
            "external_port", List.of("endpoints", "ports"),
            "rateHourly", List.of("burning"),
            // What shows an error must not turn up as junk.
            "error", List.of(),
            "errors", List.of());
    private static final Map<String, List<String>> OF_AN_OFFER = Map.ofEntries(
            Map.entry("data", List.of(ALL)),
            Map.entry("locations", List.of(ALL)),
            Map.entry("id", List.of(ALL)),
            Map.entry("gpus", List.of(ALL)),
            Map.entry("v0Name", List.of(ALL)),
            Map.entry("price_per_hr", List.of(ALL)),
            Map.entry("max_count", List.of(ALL)),
            Map.entry("pricing", List.of(ALL)),
            Map.entry("per_vcpu_hr", List.of(ALL)),
            Map.entry("per_gb_ram_hr", List.of(ALL)),
            Map.entry("per_gb_storage_hr", List.of(ALL)),
            Map.entry("displayName", List.of("0.gpus", "1.gpus", "2.gpus")),
            Map.entry("city", List.of("0.place", "1.place", "2.place")),
            Map.entry("stateprovince", List.of("0.place", "1.place", "2.place")),
            Map.entry("country", List.of("0.place", "1.place", "2.place")),
            Map.entry("tier", List.of("0.reliability", "1.reliability", "2.reliability")),
            Map.entry("resources", List.of("0.", "1.", "2.")),
            Map.entry("max_vcpus", List.of("0.", "1.", "2.")),
            Map.entry("max_ram_gb", List.of("0.", "1.", "2.")),
            Map.entry("max_storage_gb", List.of("0.host.diskGb", "1.host.diskGb", "2.host.diskGb")),
            Map.entry("network_features", List.of("2.launchTerms")),
            // Where one flag alone is told, the other counts as false.
            Map.entry("dedicated_ip_available", List.of("0.launchTerms", "1.launchTerms", "2.launchTerms")),
            Map.entry("port_forwarding_available", List.of("2.")));
    private static final Set<String> OF_A_FAILURE = Set.of(
            "status", "error", "errors", "message", "data", "code", "path", "title", "detail", "id", "attributes");

    private final long seed = Long.getLong("fuzz.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final StubApi api = new StubApi();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final AskedProvider asked = TensorDockFailuresTest.asked(api, clock);
    private final Provider provider = asked.provider();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void losesNothingOfAnAnswerAsMessyAsTheyCome() {
        System.out.println("TensorDock: " + DOCUMENTS + " answers of -Dfuzz.seed=" + seed);
        List<MessySample> samples = samples();
        for (int i = 0; i < DOCUMENTS; i++) {
            samples.get(i % samples.size()).tryOne(random);
        }
    }

    @Test
    void takesAFailureForTheSameHoweverItIsWritten() {
        System.out.println("TensorDock: " + DOCUMENTS + " failures of -Dfuzz.seed=" + seed);
        TensorDockErrors errors = new TensorDockErrors(new Redactor(new ApiKey("t0ken0must0never0be0logged")));
        List<PageTable.Row> rows =
                PageTable.under(Path.of("..", "docs", "failures.md"), "## TensorDock: failures").stream()
                        .filter(row -> row.cell("body").endsWith("}")
                                || row.cell("body").endsWith("]"))
                        .toList();
        for (int i = 0; i < DOCUMENTS / 2; i++) {
            PageTable.Row row = rows.get(i % rows.size());
            String whole = row.cell("body");
            JsonMess sample = JsonMess.of(whole);
            int status = StubApi.status(row.cell("status"));
            // Only a number is the one word for absence: in quotes it is taken for none.
            Set<String> unquoted = whole.contains("not found") ? Set.of("status") : Set.of();
            String dressed = sample.dressed(random, OF_A_FAILURE, unquoted);
            String half = sample.cut(random);

            assertThat(told(errors, status, dressed)).as(dressed).isEqualTo(told(errors, status, whole));
            assertThat(TensorDockErrors.isNoSuchInstance(Fixtures.answerOf(status, dressed)))
                    .as(dressed)
                    .isEqualTo(TensorDockErrors.isNoSuchInstance(Fixtures.answerOf(status, whole)));
            assertThat(errors.inPurchase(Fixtures.answerOf(status, half)))
                    .as(half)
                    .hasValueSatisfying(refusal -> assertThat(refusal.madeNothing())
                            .isEqualTo(status == 401 || status == 403 || status == 429));
            assertThat(TensorDockErrors.isNoSuchInstance(Fixtures.answerOf(status, half)))
                    .as(half)
                    .isFalse();
        }
    }

    private List<MessySample> samples() {
        String flat = Fixtures.text("instance.json").strip();
        String attributes = "{\"type\":\"virtualmachine\",\"id\":\"" + ID + "\",\"attributes\":" + flat + "}";
        String elements = "[" + flat + "," + flat.replace(ID, "9a44b7f0-3a51-49a1-8a0e-7d4f2f1b2c33") + "]";
        List<MessySample> samples = new ArrayList<>(List.of(
                good(Fixtures.text("locations.json"), OF_AN_OFFER, Set.of(), "GET /v2/locations", provider::offers),
                acted(
                        Fixtures.text("create-accepted.json"),
                        Map.of("data", List.of(ALL), "id", List.of(ALL), "error", List.of(), "status", List.of()),
                        List.of("{=unknown}"),
                        "unknown",
                        "create"),
                acted(
                        Fixtures.text("destroy-accepted.json"),
                        Map.of("data", List.of(), "error", List.of(), "attributes", List.of(), "message", List.of()),
                        List.of(),
                        "fails: MALFORMED",
                        "destroy"),
                acted(
                        Fixtures.text("destroy-accepted-short.json"),
                        Map.of("success", List.of()),
                        List.of(),
                        "fails: MALFORMED",
                        "destroy"),
                good(
                        Fixtures.text("balance.json"),
                        Map.of("balance", List.of("")),
                        Set.of(),
                        "POST /v0/billing/balance",
                        "null",
                        () -> {
                            api.always("GET /v2/instances", 200, "{\"data\":[]}");
                            return Optional.ofNullable(provider.account().balance());
                        })));
        for (String instance : List.of(flat, "{\"data\":" + flat + "}", "{\"data\":" + attributes + "}")) {
            samples.add(good(
                    instance,
                    with(OF_AN_INSTANCE, "view."),
                    Set.of("data", "attributes"),
                    "GET /v2/instances/" + ID,
                    () -> provider.instance(asked.instance())));
        }
        for (String list : List.of(
                "{\"data\":" + elements + "}",
                "{\"data\":{\"instances\":" + elements + "}}",
                "{\"data\":{\"attributes\":{\"instances\":" + elements + "}}}",
                elements)) {
            samples.add(good(
                    list, with(OF_AN_INSTANCE, "0.", "1."), Set.of("attributes"), "GET /v2/instances", this::listed));
        }
        return samples;
    }

    private MessySample good(
            String json, Map<String, List<String>> read, Set<String> fixed, String call, Supplier<Object> result) {
        return good(json, read, fixed, call, ErrorKind.MALFORMED.name(), result);
    }

    private MessySample good(
            String json,
            Map<String, List<String>> read,
            Set<String> fixed,
            String call,
            String broken,
            Supplier<Object> result) {
        return new MessySample(json, read, fixed, REFUSED, broken, body -> {
            api.always(call, 200, body);
            return result.get();
        });
    }

    private MessySample acted(
            String json, Map<String, List<String>> read, List<String> lost, String broken, String call) {
        return new MessySample(json, read, Set.of(), lost, broken, body -> {
            api.always(TensorDockFailuresTest.CALLS.get(call), 200, body);
            return asked.makes(call);
        });
    }

    private Object listed() {
        Listing listing = provider.instances();
        return listing instanceof Listing.Partial partial ? partial.kind() : listing.instances();
    }

    private static Map<String, List<String>> with(Map<String, List<String>> fields, String... prefixes) {
        Map<String, List<String>> all =
                new HashMap<>(Map.of("data", List.of(ALL), "instances", List.of(ALL), "attributes", List.of(ALL)));
        fields.forEach((field, paths) -> all.put(
                field,
                paths.stream()
                        .flatMap(path -> path.equals(ALL)
                                ? Stream.of(path)
                                : Stream.of(prefixes).map(prefix -> prefix + path))
                        .toList()));
        return all;
    }

    private static String told(TensorDockErrors errors, int status, String body) {
        Optional<Refusal> refusal = errors.inPurchase(Fixtures.answerOf(status, body));
        return refusal.map(told -> told.failure().kind() + " " + told.madeNothing() + " " + told.lesson())
                .orElse("accepted " + TensorDockInstanceJson.idIn(Fixtures.answerOf(status, body), false));
    }
}
