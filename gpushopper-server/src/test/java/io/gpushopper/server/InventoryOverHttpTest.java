package io.gpushopper.server;

import static io.gpushopper.testkit.OfferBuilder.anOffer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.offer.CudaVersion;
import io.gpushopper.domain.offer.HostFacts;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.sdk.GpuShopperClient;
import io.gpushopper.sdk.InventoryQuery;
import io.gpushopper.sdk.OfferSort;
import io.gpushopper.sdk.Tagged;
import io.gpushopper.sdk.wire.InventoryJson;
import io.gpushopper.sdk.wire.OfferJson;
import io.gpushopper.sdk.wire.WireJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the inventory shows, of two marketplaces: fifty RTX 4090 at 0.412 in one, six offers that differ in everything in the other. */
final class InventoryOverHttpTest {
    private static final String INVENTORY = "/api/v1/inventory";
    private static final HostFacts TOLD = new HostFacts(
            "m-7",
            new CudaVersion(12, 8),
            false,
            UsdPerHour.of("0.19"),
            new BigDecimal("16.0"),
            new BigDecimal("62.9"),
            new BigDecimal("412.70"),
            UsdPerHour.of("0.000208"),
            new BigDecimal("842.1"),
            new BigDecimal("611.90"));
    private static final FakeParts parts = FakeParts.withTwoMarkets();
    private static Api api;

    @BeforeAll
    static void startTheServer() {
        stock(parts, Duration.ZERO);
        api = Api.ready(parts);
    }

    @AfterAll
    static void stopTheServer() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                  | a100 a100x2 b200 h100 old rtx",
                "gpu_type=A100                     | a100 a100x2",
                "gpu_type=nvidia_a100-sxm          | a100 a100x2",
                "gpu_type=H100 PCIe                |",
                "gpu_type=rtx4090                  | rtx",
                "location=hu                       | a100",
                "location=b\u00c1CS                | a100",
                "country=us                        | b200 h100",
                "min_vram=80                       | a100 a100x2 b200 h100",
                "min_vram=81                       | b200",
                "max_price=1.1                     | a100 old rtx",
                "max_price=1.0999999               | old rtx",
                "max_price_per_gpu=1               | a100x2 old rtx",
                "gpu_count=2                       | a100x2 b200",
                "min_gpu_count=2&gpu_count=8       | b200",
                "min_gpu_count=8&gpu_count=2       | b200",
                "gpu_count=0                       | a100 a100x2 b200 h100 old rtx",
                "gpu_count_exact=2                 | a100x2",
                "max_gpu_count=2                   | a100 a100x2 h100 old rtx",
                "min_reliability=0.99              | b200 rtx",
                "min_availability_confidence=0.8   | a100x2 rtx",
                "min_cuda=12.8                     | a100",
                "min_cuda=12.9                     |",
                "interruptible=false               | a100",
                "interruptible=true                |",
                "gpu_type=A100&min_gpu_count=1&max_gpu_count=1&max_price=2&country=HU | a100",
            })
    void findsWhatTheFiltersAskFor(String query, String ids) {
        JsonNode page =
                api.get(INVENTORY + "?provider=tensordock&" + encoded(query)).json();

        assertThat(ids(page)).containsExactlyInAnyOrder(ids == null ? new String[0] : ids.split(" "));
        assertThat(page.path("total").asInt()).isEqualTo(ids(page).size());
        assertThat(page.path("count").asInt()).isEqualTo(ids(page).size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "price         | old rtx a100 a100x2 h100 b200",
                "-price        | b200 h100 a100x2 a100 rtx old",
                "price_per_gpu | old rtx a100x2 a100 h100 b200",
                "reliability   | rtx b200 h100 a100 a100x2 old",
                "vram          | b200 a100 a100x2 h100 rtx old",
            })
    void showsThemInTheOrderAskedFor(String sort, String ids) {
        assertThat(ids(api.get(INVENTORY + "?provider=tensordock&sort=" + sort).json()))
                .containsExactly(ids.split(" "));
    }

    @Test
    void ordersByPriceThenIdOverAllProviders() {
        List<String> expected = new ArrayList<>(List.of("old", "rtx"));
        List<String> fifty = new ArrayList<>();
        for (int i = 1; i <= 50; i++) {
            fifty.add(Integer.toString(i));
        }
        // The id is compared as it is shown.
        fifty.stream().sorted().forEach(expected::add);
        expected.addAll(List.of("a100", "a100x2", "h100", "b200"));

        assertThat(ids(api.get(INVENTORY).json())).containsExactlyElementsOf(expected);
        assertThat(api.get(INVENTORY).text())
                .isEqualTo(api.get(INVENTORY + "?sort=price").text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sort=-price&", "sort=price_per_gpu&", "sort=vram&", "gpu_type=RTX 4090&"})
    void showsEveryOfferOnceFromPageToPage(String query) {
        JsonNode whole = api.get(INVENTORY + "?" + encoded(query)).json();
        List<String> paged = new ArrayList<>();
        for (int offset = 0; offset < whole.path("total").asInt(); offset += 7) {
            JsonNode page = api.get(INVENTORY + "?" + encoded(query) + "limit=7&offset=" + offset)
                    .json();
            assertThat(page.path("total")).isEqualTo(whole.path("total"));
            paged.addAll(ids(page));
        }

        assertThat(paged).isEqualTo(ids(whole));
    }

    @ParameterizedTest
    @ValueSource(strings = {"offset=56", "offset=2147483647", "offset=2147483647&limit=2147483647"})
    void showsAnEmptyPagePastTheEnd(String query) {
        JsonNode page = api.get(INVENTORY + "?" + query).json();

        assertThat(page.path("offers").isEmpty()).isTrue();
        assertThat(page.path("count").asInt()).isZero();
        assertThat(page.path("total").asInt()).isEqualTo(56);
    }

    @Test
    void showsEveryFieldThatIsTold() {
        assertThat(api.get(INVENTORY + "/tensordock-a100").text())
                .isEqualTo("{\"id\":\"tensordock-a100\",\"provider\":\"tensordock\",\"provider_id\":\"a100\","
                        + "\"gpu_type\":\"A100 SXM4\",\"gpu_count\":1,\"vram_gb\":80,\"price_per_hour\":1.1,"
                        + "\"location\":\"B\u00e1cs-Kiskun, HU\",\"reliability\":0.97,\"available\":true,"
                        + "\"max_duration_hours\":30,\"fetched_at\":\"2026-01-29T12:00:00Z\","
                        + "\"availability_confidence\":0.5,\"cuda_version\":\"12.8\",\"machine_id\":\"m-7\","
                        + "\"interruptible\":false,\"min_bid\":0.19,\"vcpus\":16,\"ram_gb\":62.9,\"disk_gb\":412.7,"
                        + "\"storage_price_gb_hour\":0.000208,\"inet_down_mbps\":842.1,\"inet_up_mbps\":611.9,"
                        + "\"country\":\"HU\",\"gpu_name\":\"A100 SXM\"}");
    }

    @Test
    void leavesOutWhatIsNotTold() {
        JsonNode old = api.get(INVENTORY + "/tensordock-old").json();
        List<String> names = new ArrayList<>();
        old.fieldNames().forEachRemaining(names::add);

        assertThat(names)
                .containsExactly(
                        "id",
                        "provider",
                        "provider_id",
                        "gpu_type",
                        "gpu_count",
                        "vram_gb",
                        "price_per_hour",
                        "reliability",
                        "available",
                        "max_duration_hours",
                        "fetched_at",
                        "availability_confidence",
                        "gpu_name");
        assertThat(old.path("price_per_hour").toString()).isEqualTo("0.1");
        assertThat(api.get(INVENTORY + "/tensordock-b200")
                        .json()
                        .path("price_per_hour")
                        .toString())
                .isEqualTo("30");
    }

    @Test
    void showsAnOfferAloneAsInTheList() {
        JsonNode listed = api.get(INVENTORY + "?provider=tensordock").json().path("offers");

        for (JsonNode offer : listed) {
            assertThat(api.get(INVENTORY + "/" + offer.path("id").asText()).json())
                    .isEqualTo(offer);
        }
        assertThat(api.get(INVENTORY).json().has("warnings")).isFalse();
    }

    /** The answer is put together by hand; the wire type says what it must be. */
    @ParameterizedTest
    @ValueSource(strings = {"", "?limit=1", "?limit=2", "?offset=1000", "?sort=vram"})
    void isWhatTheWireTypeWouldWrite(String query) throws IOException {
        ObjectMapper mapper = WireJson.mapper();
        String text = api.get(INVENTORY + query).text();

        assertThat(mapper.writeValueAsString(mapper.readValue(text, InventoryJson.class)))
                .isEqualTo(text);
    }

    @Test
    void answersTheSdk() {
        GpuShopperClient client =
                GpuShopperClient.at(api.server.uri().toString().replaceFirst("/$", ""));
        InventoryQuery query = InventoryQuery.builder()
                .provider("tensordock")
                .gpuType("a100")
                .minCuda("12.4")
                .country("hu")
                .interruptible(false)
                .gpuCountExact(1)
                .maxGpuCount(2)
                .maxPricePerGpu(new BigDecimal("1.5"))
                .sort(OfferSort.RELIABILITY)
                .build();

        Tagged<InventoryJson> seen = client.inventory().listTagged(query);

        assertThat(seen.value().offers()).extracting(OfferJson::id).containsExactly("tensordock-a100");
        assertThat(client.inventory().listIfChanged(query, seen)).isEmpty();
        Tagged<OfferJson> offer = client.inventory().getTagged("tensordock-a100");
        assertThat(client.inventory().getIfChanged("tensordock-a100", offer)).isEmpty();
        assertThat(client.inventory().getIfChanged("tensordock-old", offer)).isPresent();
    }

    /** The same in any server, but for when it was fetched. */
    static void stock(FakeParts into, Duration later) {
        for (Offer offer : List.of(
                anOffer(FakeParts.TENSORDOCK, "a100")
                        .gpus(1, "A100 SXM", 80)
                        .price("1.10")
                        .at("B\u00e1cs-Kiskun, HU", "HU")
                        .reliability(0.97)
                        .confidence(0.5)
                        .longestRental(Duration.ofHours(30).plusMinutes(20))
                        .host(TOLD)
                        .build(),
                anOffer(FakeParts.TENSORDOCK, "a100x2")
                        .gpus(2, "A100 SXM4", 80)
                        .price("1.2")
                        .at("Quebec, CA", "CA")
                        .reliability(0.97)
                        .build(),
                anOffer(FakeParts.TENSORDOCK, "h100")
                        .gpus(1, "H100 SXM", 80)
                        .price("2.5")
                        .at("Texas, US", "US")
                        .reliability(0.98)
                        .confidence(0.3)
                        .build(),
                anOffer(FakeParts.TENSORDOCK, "b200")
                        .gpus(8, "B200", 180)
                        .price("30")
                        .at("", "US")
                        .confidence(0.3)
                        .build(),
                anOffer(FakeParts.TENSORDOCK, "rtx")
                        .gpus(1, "RTX 4090", 24)
                        .price("0.4")
                        .at("Bavaria, DE", "DE")
                        .reliability(1)
                        .build(),
                anOffer(FakeParts.TENSORDOCK, "old")
                        .gpus(1, "GTX 1070", 8)
                        .price("0.100000")
                        .at("", null)
                        .reliability(0.9)
                        .confidence(0.1)
                        .build())) {
            into.second.stock(new Offer(
                    offer.id(),
                    offer.gpus(),
                    offer.rates(),
                    offer.diskGb(),
                    offer.place(),
                    offer.reliability(),
                    offer.availabilityConfidence(),
                    offer.longestRental(),
                    offer.host(),
                    offer.launchTerms(),
                    offer.fetchedAt().plus(later)));
        }
    }

    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("offers").forEach(offer -> ids.add(offer.path("provider_id").asText()));
        return ids;
    }

    private static String encoded(String query) {
        return query == null ? "" : query.replace(" ", "%20").replace("\u00c1", "%C3%81");
    }
}
