package io.gpushopper.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VastAiSearchTest {

    private static TestSimulator sim;

    @BeforeAll
    static void start() {
        sim = TestSimulator.start(TestSimulator.demo().offers(400).rateLimitScale(BigDecimal.ZERO));
    }

    @AfterAll
    static void stop() {
        sim.close();
    }

    @Test
    void everyOfferLooksLikeTheContractsExample() {
        JsonNode example = Shape.fixtureJson("vastai/search-response.json");

        Reply reply = sim.vastAi.post("/api/v0/bundles/", "{\"verified\":{\"in\":[true,false]}}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("offers")).hasSize(64);
        assertThat(Shape.differences(example, reply.json(), "cpu_cores", "geolocation", "end_date", "duration"))
                .isEmpty();
    }

    @Test
    void theContractsRequestIsUnderstood() {
        JsonNode offers = sim.search(Shape.fixture("vastai/search-request.json"));

        assertThat(texts(offers, "gpu_name")).isSubsetOf("RTX 4090", "RTX 5090");
        assertThat(offers)
                .isNotEmpty()
                .allSatisfy(
                        offer -> assertThat(offer.path("geolocation").asText()).matches(".*, (US|CA)"))
                .allSatisfy(offer -> assertThat(offer.path("disk_space").decimalValue())
                        .isGreaterThanOrEqualTo(new BigDecimal("60")))
                .allSatisfy(offer ->
                        assertThat(offer.path("dph_total").decimalValue()).isLessThanOrEqualTo(new BigDecimal("0.9")));
    }

    @Test
    void offersComeFromTheRealMarket() {
        JsonNode offers = sim.search("{\"gpu_name\":{\"eq\":\"RTX 4090\"},\"gpu_ram\":{\"eq\":49140}}");

        assertThat(offers).isNotEmpty();
    }

    @Test
    void noMoreThanSixtyFourOffersAreShownWhateverTheLimit() {
        assertThat(sim.search("{\"limit\":3000}")).hasSize(64);
        assertThat(sim.search("{\"limit\":3}")).hasSize(3);
    }

    @Test
    void pagingByPriceReachesEveryOffer() {
        String query = "{\"verified\":{\"in\":[true,false]},\"order\":[[\"dph_total\",\"asc\"]],\"limit\":64,"
                + "\"dph_total\":{\"gte\":%s}}";
        Set<Long> seen = new TreeSet<>();
        BigDecimal from = BigDecimal.ZERO;
        JsonNode page;
        do {
            page = sim.search(query.formatted(from.toPlainString()));
            page.forEach(offer -> seen.add(offer.path("id").asLong()));
            from = page.get(page.size() - 1).path("dph_total").decimalValue();
        } while (page.size() == 64);

        assertThat(seen).hasSize(320);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "num_gpus  | {\"eq\":2}         | 2      | 2",
                "num_gpus  | {\"gt\":2}         | 3      | 99",
                "num_gpus  | {\"gte\":2}        | 2      | 99",
                "num_gpus  | {\"lt\":2}         | 0      | 1",
                "num_gpus  | {\"lte\":2}        | 0      | 2",
                "num_gpus  | {\"in\":[4,5]}     | 4      | 5",
                "num_gpus  | {\"gte\":2,\"lt\":4} | 2    | 3",
                "gpu_ram   | {\"gte\":24000,\"lt\":33000} | 24000 | 32999",
                "cpu_ram   | {\"gte\":300000}   | 300000 | 9999999",
            })
    void filtersByNumber(String field, String filter, BigDecimal lowest, BigDecimal highest) {
        JsonNode offers = sim.search("{\"" + field + "\":" + filter + "}");

        assertThat(offers)
                .isNotEmpty()
                .allSatisfy(
                        offer -> assertThat(offer.path(field).decimalValue()).isBetween(lowest, highest));
    }

    @Test
    void filtersByWhatIsNotWanted() {
        assertThat(texts(sim.search("{\"gpu_name\":{\"neq\":\"RTX 4090\"}}"), "gpu_name"))
                .isNotEmpty()
                .doesNotContain("RTX 4090");
        assertThat(texts(sim.search("{\"gpu_name\":{\"notin\":[\"RTX 4090\",\"RTX 5090\"]}}"), "gpu_name"))
                .isNotEmpty()
                .doesNotContain("RTX 4090", "RTX 5090");
    }

    @Test
    void virtualFieldsAreUnderstood() {
        assertThat(sim.search("{\"datacenter\":{\"eq\":true}}"))
                .isNotEmpty()
                .allSatisfy(
                        offer -> assertThat(offer.path("hosting_type").asInt()).isPositive());
        assertThat(sim.search("{\"verified\":{\"eq\":false}}"))
                .isNotEmpty()
                .allSatisfy(
                        offer -> assertThat(offer.path("verification").asText()).isEqualTo("unverified"));
        assertThat(sim.search("{\"geolocation\":{\"notin\":[\"US\",\"CA\"]}}"))
                .isNotEmpty()
                .allSatisfy(
                        offer -> assertThat(offer.path("geolocation").asText()).doesNotEndWith("US"));
        assertThat(sim.search("{\"duration\":{\"gte\":43200}}"))
                .isNotEmpty()
                .allSatisfy(offer -> assertThat(offer.path("duration").decimalValue())
                        .isGreaterThanOrEqualTo(new BigDecimal("43200")));
        assertThat(sim.search("{\"gpu_ram_GB\":{\"gte\":80}}"))
                .isNotEmpty()
                .allSatisfy(offer -> assertThat(offer.path("gpu_ram").asInt()).isGreaterThanOrEqualTo(80_000));
        assertThat(sim.search("{\"driver_version\":{\"gte\":\"570.0.0\"}}"))
                .isNotEmpty()
                .allSatisfy(offer ->
                        assertThat(offer.path("driver_version").asText()).isGreaterThan("570"));
    }

    @Test
    void aFilterOnIdMatchesNothingAndOneOnTheAskDoes() {
        long id = sim.cheapest().path("id").asLong();

        assertThat(sim.search("{\"id\":{\"eq\":" + id + "}}")).isEmpty();
        assertThat(sim.search("{\"ask_contract_id\":{\"eq\":" + id + "}}")).hasSize(1);
    }

    @Test
    void anUnknownFieldIsIgnored() {
        assertThat(sim.search("{\"compute_capability\":{\"gte\":9000}}")).hasSize(64);
    }

    @Test
    void onlyVerifiedOffersAreShownUnlessOthersAreAskedFor() {
        assertThat(texts(sim.search("{}"), "verification")).containsOnly("verified");
        assertThat(sim.search("{}")).noneMatch(offer -> offer.has("verified"));
    }

    @Test
    void theDiskAskedForIsPricedIn() {
        JsonNode offer = sim.search("{\"allocated_storage\":60,\"order\":[[\"dph_total\",\"asc\"]]}")
                .path(0);

        BigDecimal storage = offer.path("storage_cost")
                .decimalValue()
                .multiply(BigDecimal.valueOf(60))
                .divide(BigDecimal.valueOf(720), 10, RoundingMode.HALF_UP);
        assertThat(offer.path("storage_total_cost").decimalValue()).isEqualByComparingTo(storage);
        assertThat(offer.path("dph_total").decimalValue())
                .isEqualByComparingTo(offer.path("dph_base").decimalValue().add(storage));
    }

    @Test
    void ordersAsAsked() {
        List<BigDecimal> prices = values(
                sim.search("{\"order\":[[\"dph_total\",\"desc\"]]}"),
                offer -> offer.path("dph_total").decimalValue());

        assertThat(prices).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void bidsArePricedByTheLowestBid() {
        JsonNode offer = sim.search("{\"type\":\"bid\"}").path(0);

        assertThat(offer.path("is_bid").asBoolean()).isTrue();
        assertThat(offer.path("dph_base").decimalValue())
                .isEqualByComparingTo(offer.path("min_bid").decimalValue());
    }

    @Test
    void theOlderFormOfTheQueryWorks() {
        String query = URLEncoder.encode("{\"num_gpus\":{\"eq\":8}}", StandardCharsets.UTF_8);

        JsonNode offers = sim.vastAi.get("/api/v0/bundles?q=" + query).json().path("offers");

        assertThat(values(offers, offer -> offer.path("num_gpus").asInt())).containsOnly(8);
    }

    @Test
    void badBodiesAreRefusedAsTheContractSays() {
        Reply notJson = sim.vastAi.post("/api/v0/bundles/", "{\"num_gpus\":");
        Reply wrapped = sim.vastAi.post("/api/v0/bundles/", "{\"q\":{}}");

        assertThat(notJson.status()).isEqualTo(400);
        assertThat(notJson.body()).isEqualTo(Shape.fixture("vastai/search-invalid-json.json"));
        assertThat(wrapped.status()).isEqualTo(400);
    }

    @Test
    void nothingFoundIsAnEmptyList() {
        Reply reply = sim.vastAi.post("/api/v0/bundles/", "{\"num_gpus\":{\"gt\":1000}}");

        assertThat(reply.body()).isEqualTo(Shape.fixture("vastai/search-empty.json"));
    }

    private static List<String> texts(JsonNode offers, String field) {
        return values(offers, offer -> offer.path(field).asText());
    }

    private static <T> List<T> values(JsonNode offers, Function<JsonNode, T> value) {
        return StreamSupport.stream(offers.spliterator(), false).map(value).toList();
    }
}
