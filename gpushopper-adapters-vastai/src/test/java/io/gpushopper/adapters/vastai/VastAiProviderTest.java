package io.gpushopper.adapters.vastai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gpushopper.adapters.http.AdapterRuntime;
import io.gpushopper.adapters.http.ApiKey;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.deployment.Volume;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.ports.InstanceAnswer.NoSuchInstance;
import io.gpushopper.ports.InstanceAnswer.Present;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.testkit.SettableClock;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the simulator can't be made to answer. */
class VastAiProviderTest {
    private static final String USER = "{\"id\":4711,\"credit\":12.5,\"balance\":0,\"api_key\":\"s3cret\"}";
    private static final InstanceId ID = new InstanceId(VastAiProviderFactory.ID, "36877001");

    private final SettableClock clock = new SettableClock();

    @Test
    void readsTheAccount() throws IOException {
        try (CannedAnswers answers = new CannedAnswers(USER)) {
            var account = provider(answers).account();

            assertThat(account.id().value()).isEqualTo("4711");
            assertThat(account.id().baseUrl()).isEqualTo(answers.uri().toString());
            assertThat(account.balance()).isEqualTo(new Usd(new BigDecimal("12.5")));
        }
    }

    @Test
    void followsThePagesOfAListing() throws IOException {
        String first = page(2, "\"t0ken==\"", 1);
        String second = page(2, "null", 2);
        try (CannedAnswers answers = new CannedAnswers(USER, first, second)) {
            Listing listing = provider(answers).instances();

            assertThat(listing).isInstanceOf(Listing.Complete.class);
            assertThat(listing.instances()).hasSize(2);
            assertThat(answers.requests().get(1))
                    .startsWith("GET /api/v1/instances/?limit=25&order_by=")
                    .doesNotContain("select_filters");
            assertThat(answers.requests().get(2)).contains("after_token=t0ken%3D%3D");
        }
    }

    @Test
    void isPartialWhenFewerComeThanAreCounted() throws IOException {
        try (CannedAnswers answers = new CannedAnswers(USER, page(3, "null", 1, 2))) {
            Listing listing = provider(answers).instances();

            assertThat(listing).isInstanceOf(Listing.Partial.class);
            assertThat(listing.instances())
                    .as("what came is there all the same")
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"instances\":null,\"next_token\":null,\"total_instances\":0}",
                "{\"instances\":{},\"next_token\":null,\"total_instances\":0}",
                "{\"instances\":[],\"total_instances\":0}",
                "{\"instances\":[],\"next_token\":null}",
                "{\"instances\":[{\"label\":\"no id\"}],\"next_token\":null,\"total_instances\":1}",
                "{\"instances\":[null],\"next_token\":null,\"total_instances\":1}"
            })
    void isPartialWhenThePageHasAnotherShape(String page) throws IOException {
        try (CannedAnswers answers = new CannedAnswers(USER, page)) {
            assertThat(provider(answers).instances())
                    .isInstanceOfSatisfying(
                            Listing.Partial.class,
                            partial -> assertThat(partial.kind()).isEqualTo(ErrorKind.MALFORMED));
        }
    }

    @Test
    void isCompleteAndEmptyOnlyWhenThePageSaysSo() throws IOException {
        try (CannedAnswers answers = new CannedAnswers(USER, page(0, "null"))) {
            assertThat(provider(answers).instances()).isInstanceOf(Listing.Complete.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"instances\":null}", "{\"instances\":null,\"more\":1}"})
    void knowsTheOneWordForNoInstance(String body) throws IOException {
        try (CannedAnswers answers = new CannedAnswers(body)) {
            assertThat(provider(answers).instance(ID)).isEqualTo(new NoSuchInstance(ID));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "[]",
                "{\"instances\":[]}",
                "{\"instances\":{}}",
                "{\"instance\":null}",
                "{\"instances\":\"\"}",
                "{\"instances\":{\"id\":1,\"actual_status\":\"running\"}}"
            })
    void takesNothingElseForNoInstance(String body) throws IOException {
        try (CannedAnswers answers = new CannedAnswers(body)) {
            assertThatExceptionOfType(ProviderException.class)
                    .isThrownBy(() -> provider(answers).instance(ID))
                    .satisfies(failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.MALFORMED));
        }
    }

    @Test
    void readsTheInstanceOfTheContractAndItsOlderShape() throws IOException {
        String sample = Fixtures.text("get-running.json");
        String older =
                "{\"instances\":[" + Fixtures.json("get-running.json").node().get("instances") + "]}";
        try (CannedAnswers answers = new CannedAnswers(sample, older)) {
            Provider provider = provider(answers);

            assertThat(provider.instance(ID)).isInstanceOf(Present.class);
            assertThat(provider.instance(ID)).isInstanceOf(Present.class);
        }
    }

    @Test
    void asksForOffersPageByPageAsTheContractSays() throws IOException {
        try (CannedAnswers answers = new CannedAnswers(offers(1, 64), offers(64, 10))) {
            var offers = provider(answers).offers();

            assertThat(offers).hasSize(73).extracting(Offer::id).doesNotHaveDuplicates();
            assertThat(answers.requests()).hasSize(2);
            assertThat(answers.requests().get(0))
                    .startsWith("POST /api/v0/bundles/ {\"type\":\"on-demand\"")
                    .contains("\"rentable\":{\"eq\":true}", "\"rented\":{\"eq\":false}", "\"allocated_storage\":50")
                    .contains("\"order\":[[\"dph_total\",\"asc\"]]", "\"limit\":64")
                    .doesNotContain("dph_total\":{");
            assertThat(answers.requests().get(1)).contains("\"dph_total\":{\"gte\":0.64}");
        }
    }

    @Test
    void goesOnAtTheNextPriceWhereAllOfAPageCostsTheSame() throws IOException {
        String same = "{\"offers\":["
                + IntStream.range(0, 64).mapToObj(i -> offer(i, "0.5")).collect(Collectors.joining(",")) + "]}";
        try (CannedAnswers answers = new CannedAnswers(same, same, offers(65, 10))) {
            assertThat(provider(answers).offers()).hasSize(74);
            assertThat(answers.requests()).hasSize(3);
            assertThat(answers.requests().get(1)).contains("\"dph_total\":{\"gte\":0.5}");
            assertThat(answers.requests().get(2)).contains("\"dph_total\":{\"gt\":0.5}");
        }
    }

    @Test
    void keepsNothingOfAnOddOfferAndAllOfTheRest() throws IOException {
        String odd = "{\"id\":1,\"dph_total\":NaN},null,7,{\"id\":2,\"num_gpus\":\"many\"}";
        try (CannedAnswers answers = new CannedAnswers("{\"offers\":[" + odd + "," + offer(3, "0.5") + "]}")) {
            assertThat(provider(answers).offers())
                    .singleElement()
                    .satisfies(offer -> assertThat(offer.id()).hasToString("vastai-3"));
        }
    }

    @Test
    void refusesAnIdThatIsNoNumberWithoutAsking() throws IOException {
        try (CannedAnswers answers = new CannedAnswers("{}")) {
            assertThatExceptionOfType(ProviderException.class)
                    .isThrownBy(
                            () -> provider(answers).destroy(new InstanceId(VastAiProviderFactory.ID, "1/../../users")))
                    .satisfies(failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_REQUEST));
            assertThat(answers.requests()).isEmpty();
        }
    }

    @Test
    void tellsTheVolumesOfTheAccount() throws IOException {
        String told =
                "{\"volumes\":[{\"id\":20118481,\"machine_id\":4711,\"disk_space\":15.5,\"label\":null},{\"id\":7}]}";
        try (CannedAnswers answers = new CannedAnswers(told)) {
            assertThat(provider(answers).volumes())
                    .containsExactly(
                            new Volume("20118481", "4711", new BigDecimal("15.5")), new Volume("7", null, null));
            assertThat(answers.requests().get(0)).startsWith("GET /api/v0/volumes/?owner=me&type=all_volume ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"volumes\":null}", "{\"volumes\":{}}", "{\"volumes\":[{}]}", "{\"volumes\":[null]}"})
    void tellsAllVolumesOrNone(String body) throws IOException {
        try (CannedAnswers answers = new CannedAnswers(body)) {
            assertThatExceptionOfType(ProviderException.class)
                    .isThrownBy(() -> provider(answers).volumes())
                    .satisfies(failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.MALFORMED));
        }
    }

    @Test
    void keepsTheIntervalBetweenPurchases() throws Exception {
        try (CannedAnswers answers = new CannedAnswers("{}")) {
            VastAiConfig config = VastAiConfig.of(answers.uri(), new ApiKey("k3y0must0never0be0logged"));
            Provider provider = VastAiProviderFactory.create(config, runtime());

            assertThat(provider.launchWait()).isZero();
            assertThat(provider.awaitLaunchTurn(Duration.ZERO)).isTrue();
            assertThat(provider.launchWait()).isEqualTo(Duration.ofMillis(4_950));
            assertThat(provider.awaitLaunchTurn(Duration.ofSeconds(4))).isFalse();
            assertThat(provider.awaitLaunchTurn(Duration.ofSeconds(5))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://vast.ai", "https://me:pw@vast.ai", "https://vast.ai?api_key=x", "vast.ai", "https:///x"})
    void takesNoUrlThatIsNoRoot(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VastAiConfig.of(URI.create(url), new ApiKey("k3y0must0never0be0logged")));
    }

    @Test
    void dropsTheSlashAtTheEndOfItsUrl() {
        assertThat(VastAiConfig.of(URI.create("http://127.0.0.1:8090/vastai/"), new ApiKey("k3y0must0never0be0logged")))
                .satisfies(config -> assertThat(config.url()).hasToString("http://127.0.0.1:8090/vastai"))
                .satisfies(config -> assertThat(config.toString()).doesNotContain("k3y"));
    }

    private Provider provider(CannedAnswers answers) {
        VastAiConfig config = VastAiConfig.of(answers.uri(), new ApiKey("k3y0must0never0be0logged"))
                .withPaceFactor(BigDecimal.ZERO);
        return VastAiProviderFactory.create(config, runtime());
    }

    private AdapterRuntime runtime() {
        return new AdapterRuntime(clock, clock::advance, new Random(1), Metrics.NONE);
    }

    private static String page(int total, String token, int... ids) {
        String instances =
                IntStream.of(ids).mapToObj(id -> "{\"id\":" + id + "}").collect(Collectors.joining(","));
        return "{\"success\":true,\"total_instances\":" + total + ",\"next_token\":" + token + ",\"instances\":["
                + instances + "]}";
    }

    /** So many offers with ids from the first on, a cent dearer each. */
    private static String offers(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(id -> offer(id, BigDecimal.valueOf(id, 2).toPlainString()))
                .collect(Collectors.joining(",", "{\"offers\":[", "]}"));
    }

    private static String offer(int id, String price) {
        return "{\"id\":" + id
                + ",\"num_gpus\":1,\"gpu_name\":\"RTX 4090\",\"gpu_ram\":24564,\"cpu_cores\":8,\"reliability2\":0.99,"
                + "\"dph_total\":" + price + "}";
    }
}
