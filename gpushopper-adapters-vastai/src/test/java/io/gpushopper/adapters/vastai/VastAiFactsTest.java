package io.gpushopper.adapters.vastai;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.session.InstanceCondition;
import io.gpushopper.domain.session.InstanceView;
import io.gpushopper.ports.InstanceAnswer;
import io.gpushopper.testkit.AskedProvider;
import io.gpushopper.testkit.SettableClock;
import io.gpushopper.testkit.StubApi;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ten facts of Vast.ai that most change the design, in their order (section 0 of its reference). */
class VastAiFactsTest {
    private static final String SEARCH = VastAiFailuresTest.CALLS.get("search");
    private static final String CREATE = VastAiFailuresTest.CALLS.get("create");
    private static final String GET = VastAiFailuresTest.CALLS.get("get");
    private static final String DESTROY = VastAiFailuresTest.CALLS.get("destroy");

    private final SettableClock clock = new SettableClock();
    private final StubApi api = new StubApi();
    private final AskedProvider vastAi = VastAiFailuresTest.asked(api, clock);

    @AfterEach
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void fact1ARefusedKeyIsNoAbsenceAtAnyStatus(int status) {
        String refused = Fixtures.text("auth-unknown-key-404.json");
        api.will(GET, status, refused).will(DESTROY, status, refused);

        assertThat(vastAi.makes("get")).isEqualTo("fails: UNAUTHORIZED");
        assertThat(vastAi.makes("destroy")).isEqualTo("fails: UNAUTHORIZED");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 410})
    void fact2AnOfferIsTakenAtAnyStatusByTheWordInItsMessage(int status) {
        api.will(CREATE, status, Fixtures.text("create-offer-gone-400.json"));

        assertThat(vastAi.makes("create")).isEqualTo("rejected: OFFER_GONE");
    }

    @Test
    void fact3InstancesNullIsTheWordForGone() {
        api.will(GET, 200, "{\"instances\": null}").will(DESTROY, 404, Fixtures.text("destroy-gone-404.json"));

        assertThat(vastAi.makes("get")).isEqualTo("no such instance");
        assertThat(vastAi.makes("destroy")).isEqualTo("gone already");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 410})
    void fact4ARefusalThatCreatedAnInstanceHasItEnded(int status) {
        api.will(CREATE, status, "{\"success\":false,\"msg\":\"bid too low\",\"new_contract\":36877001}");

        assertThat(vastAi.makes("create")).isEqualTo("rejected: OFFER_GONE, 36877001 is ended");
    }

    @ParameterizedTest
    @CsvSource({"lost, ''", "502, <html>Bad Gateway</html>", "500, {}", "200, {\"success\":tr"})
    void fact5APurchaseCarriesItsTagAndIsNeverSentASecondTime(String status, String body) {
        api.will(CREATE, StubApi.status(status), body);

        assertThat(vastAi.makes("create")).isEqualTo("unknown");
        assertThat(api.asked())
                .singleElement()
                .satisfies(asked -> assertThat(asked.body())
                        .contains("\"label\":\"" + vastAi.purchase().tag().text() + "\""));
    }

    @Test
    void fact6OfASearchThatBringsNoMoreThan64OffersTheRestIsAskedForByPrice() {
        api.will(SEARCH, 200, offers(1, 64)).will(SEARCH, 200, offers(64, 30));

        assertThat(vastAi.provider().offers()).hasSize(93).extracting(Offer::id).doesNotHaveDuplicates();
        assertThat(api.asked().get(1).body()).contains("\"dph_total\":{\"gte\":0.64}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"detail\":\"API requests too frequent endpoint threshold=4.5\"}",
                "API requests too frequent: endpoint threshold=4.5*1.0",
                "{\"message\":\"\\n\\nAPI requests too frequent: endpoint threshold=4.5*1.0\\n\",\"code\":\"429\"}"
            })
    void fact7ARateLimitIsAnIntervalThatIsWaitedFor(String body) {
        api.will(SEARCH, 429, body).will(SEARCH, 200, offers(1, 1));
        Instant before = clock.instant();

        assertThat(vastAi.provider().offers()).hasSize(1);
        assertThat(Duration.between(before, clock.instant())).isGreaterThanOrEqualTo(Duration.ofMillis(4_500));
    }

    @ParameterizedTest
    @CsvSource({"24564, 24", "81559, 80", "32607, 32", "46068, 48", "11264, 11"})
    void fact8MemoryIsWhatTheDriverReportsAndIsShownAsItIsSold(int mib, int gb) {
        api.will(SEARCH, 200, "{\"offers\":[" + offer(1, "0.5").replace("24564", String.valueOf(mib)) + "]}");

        assertThat(vastAi.provider().offers())
                .singleElement()
                .satisfies(offer -> assertThat(offer.gpus().vram().value()).isEqualTo(gb));
    }

    @Test
    void fact9AStartThatIsQueuedIsNoSuccessAndIsSeenAsQueued() {
        api.will(VastAiFailuresTest.CALLS.get("stop"), 200, Fixtures.text("start-queued-200.json"))
                .will(GET, 200, instance("exited", "running", "stopped"));

        assertThat(vastAi.makes("stop")).isEqualTo("fails: MALFORMED");
        assertThat(seen().condition()).isEqualTo(InstanceCondition.QUEUED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"created", "loading", "exited", "stopped", "running", "frozen", "unknown"})
    void fact10TheDiskBillsFromCreationUntilDestroyed(String status) {
        api.will(GET, 200, instance(status, "running", "running"));

        assertThat(seen().burning())
                .isNotNull()
                .satisfies(rates -> assertThat(rates.storage()).isEqualTo(UsdPerHour.of("0.0125")));
    }

    private InstanceView seen() {
        return ((InstanceAnswer.Present) vastAi.provider().instance(vastAi.instance())).view();
    }

    private static String instance(String actual, String intended, String contract) {
        return "{\"instances\":{\"id\":36877001,\"actual_status\":\"" + actual + "\",\"intended_status\":\"" + intended
                + "\",\"cur_state\":\"" + contract + "\",\"dph_total\":0.3925,\"storage_total_cost\":0.0125}}";
    }

    private static String offers(int first, int count) {
        List<String> offers = IntStream.range(first, first + count)
                .mapToObj(id -> offer(id, id / 100 + "." + (id % 100 < 10 ? "0" : "") + id % 100))
                .toList();
        return offers.stream().collect(Collectors.joining(",", "{\"offers\":[", "]}"));
    }

    private static String offer(int id, String price) {
        return "{\"id\":" + id + ",\"num_gpus\":1,\"gpu_name\":\"RTX 4090\",\"gpu_ram\":24564,\"cpu_cores\":8,"
                + "\"reliability2\":0.99,\"dph_total\":" + price + "}";
    }
}
