package io.gpushopper.server;

import static io.gpushopper.testkit.OfferBuilder.anOffer;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The weak entity tags of the inventory, and what is answered to whoever holds one. */
final class InventoryTagsTest {
    private static final String INVENTORY = "/api/v1/inventory";
    private static final String ONE = INVENTORY + "/tensordock-a100";
    private static final FakeParts parts = FakeParts.withTwoMarkets();
    private static Api api;

    @BeforeAll
    static void startTheServer() {
        InventoryOverHttpTest.stock(parts, Duration.ZERO);
        api = Api.ready(parts);
    }

    @AfterAll
    static void stopTheServer() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {INVENTORY, INVENTORY + "?limit=3", INVENTORY + "?gpu_type=none", ONE})
    void haveTheFormThatIsPromised(String path) {
        assertThat(tag(path)).matches("W/\"[A-Za-z0-9_-]{22}\"").isEqualTo(tag(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "\"x\", %s", "%s,W/\"y\"", "W/\"a,b\" , %s", "*", " * "})
    void giveNotModifiedToWhoeverHoldsThem(String held) {
        for (String path : new String[] {INVENTORY + "?limit=3", ONE}) {
            String tag = tag(path);
            for (String spelled : new String[] {tag, tag.substring(2)}) {
                Api.Answer answer = api.get(path, "If-None-Match", held.replace("%s", spelled));

                assertThat(answer.status()).as("%s for %s", held, path).isEqualTo(304);
                assertThat(answer.header("ETag")).isEqualTo(tag);
                assertThat(answer.text()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"AAAAAAAAAAAAAAAAAAAAAA\"", "\"\"", "nonsense", "W/", "\"", ""})
    void giveTheWholeAnswerToWhoeverHoldsAnother(String held) {
        Api.Answer answer = api.get(ONE, "If-None-Match", held);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("id").asText()).isEqualTo("tensordock-a100");
    }

    @Test
    void areReadFromSeveralHeaders() {
        assertThat(api.get(ONE, "If-None-Match", "\"x\"", "If-None-Match", tag(ONE))
                        .status())
                .isEqualTo(304);
    }

    @Test
    void areTheSameForWhoTakesItCompressed() {
        assertThat(api.get(INVENTORY, "Accept-Encoding", "gzip").header("ETag")).isEqualTo(tag(INVENTORY));
        assertThat(api.get(INVENTORY, "Accept-Encoding", "gzip", "If-None-Match", tag(INVENTORY))
                        .status())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?gpu_type=A100&limit=5 | ?limit=5&gpu_type=a100",
                "?gpu_type=RTX%204090 | ?gpu_type=nvidia_geforce-rtx_4090",
                "?location=us&country=US | ?country=us&location=%20US",
                "?max_price=0.50 | ?max_price=.5&max_price=.5",
                "?min_gpu_count=2 | ?gpu_count=2&min_gpu_count=1",
                "?gpu_count_exact=2 | ?min_gpu_count=2&max_gpu_count=2",
                "?min_cuda=12 | ?min_cuda=12.0",
                "?sort=price&offset=0&provider= | ?colour=red",
            })
    void areTheSameForOneQueryHoweverItIsSpelled(String one, String other) {
        assertThat(tag(INVENTORY + one)).isEqualTo(tag(INVENTORY + other));
    }

    @Test
    void differFromQueryToQueryEvenIfNothingMatches() {
        Set<String> tags = new HashSet<>();
        String[] queries = {
            "",
            "?provider=vastai",
            "?gpu_type=none",
            "?gpu_type=nothing",
            "?location=none",
            "?country=AQ",
            "?min_vram=999",
            "?max_price=0",
            "?max_price_per_gpu=0",
            "?min_gpu_count=99",
            "?gpu_count_exact=99",
            "?max_gpu_count=98",
            "?min_reliability=0.5",
            "?min_availability_confidence=0.01",
            "?min_cuda=99",
            "?interruptible=true",
            "?interruptible=false",
            "?sort=-price",
            "?sort=vram",
            "?limit=1",
            "?limit=2",
            "?offset=1",
            "?offset=99"
        };
        for (String query : queries) {
            assertThat(tags.add(tag(INVENTORY + query))).as(query).isTrue();
        }
    }

    @Test
    void areTheSameOnEveryReplicaWheneverItAskedTheProviders() {
        FakeParts others = FakeParts.withTwoMarkets();
        InventoryOverHttpTest.stock(others, Duration.ofSeconds(47));
        try (Api replica = Api.ready(others)) {
            for (String path : new String[] {INVENTORY + "?provider=tensordock&sort=vram", ONE}) {
                Eventually.holds(
                        "it shows the same",
                        () -> replica.get(path).header("ETag") != null
                                && tag(path).equals(replica.get(path).header("ETag")));
                assertThat(replica.get(path).text()).isNotEqualTo(api.get(path).text());
            }
        }
    }

    @Test
    void changeWithWhatIsShown() {
        FakeParts changing = FakeParts.withTwoMarkets();
        InventoryOverHttpTest.stock(changing, Duration.ZERO);
        try (Api server = Api.on(changing, Path.of("src/test/resources/fresh.yml"))) {
            String path = INVENTORY + "?provider=tensordock&gpu_type=GTX%201070";
            Eventually.holds(
                    "it is shown", () -> server.get(path).json().path("total").asInt() == 1);
            String before = server.get(path).header("ETag");

            changing.second.stock(anOffer(FakeParts.TENSORDOCK, "old")
                    .gpus(1, "GTX 1070", 8)
                    .price("0.100001")
                    .at("", null)
                    .reliability(0.9)
                    .confidence(0.1)
                    .build());

            Eventually.holds(
                    "the new price is shown", () -> server.get(path).text().contains("\"price_per_hour\":0.100001,"));
            assertThat(server.get(path).header("ETag")).isNotEqualTo(before);
            assertThat(server.get(path, "If-None-Match", before).status()).isEqualTo(200);
        }
    }

    private static String tag(String path) {
        return api.get(path).header("ETag");
    }
}
