package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.testkit.Eventually;
import io.gpushopper.testkit.FakeMarket;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the inventory shows of providers that can't be asked. */
final class FailingProvidersTest {
    private static final String INVENTORY = "/api/v1/inventory";
    private static final Path FRESH = Path.of("src/test/resources/fresh.yml");
    private static final int FOR_LONG = 100_000;

    @ParameterizedTest
    @CsvSource({
        "SERVER_ERROR, provider_unavailable, the provider could not be asked",
        "RATE_LIMIT, provider_unavailable, the provider limits how often it may be asked",
        "NONSENSE, provider_unavailable, the provider's answer makes no sense"
    })
    void keepsTheLastGoodOffersOfAProviderThatFailsAndWarns(MarketFault fault, String type, String message) {
        FakeParts parts = stocked();
        try (Api api = Api.on(parts, FRESH)) {
            Eventually.holds("both are shown", () -> total(api) == 56);

            fail(parts.second, fault);

            Eventually.holds("it warns", () -> api.get(INVENTORY).json().has("warnings"));
            JsonNode page = api.get(INVENTORY).json();
            assertThat(page.path("total").asInt()).isEqualTo(56);
            assertThat(page.path("warnings").size()).isEqualTo(1);
            JsonNode warning = page.path("warnings").get(0);
            assertThat(warning.path("provider").asText()).isEqualTo("tensordock");
            assertThat(warning.path("error_type").asText()).isEqualTo(type);
            assertThat(warning.path("message").asText()).isEqualTo(message);
            assertThat(warning.path("snapshot_age_seconds").isIntegralNumber()).isTrue();
            assertThat(api.get(INVENTORY + "?provider=vastai").json().has("warnings"))
                    .isFalse();
        }
    }

    @Test
    void stopsWarningWhenTheProviderIsWellAgain() {
        FakeParts parts = stocked();
        fail(parts.second, MarketFault.SERVER_ERROR);
        try (Api api = Api.on(parts, FRESH)) {
            Eventually.holds("the other is shown", () -> total(api) == 50);
            Eventually.holds(
                    "it fails",
                    () -> "the provider could not be asked"
                            .equals(warning(api).path("message").asText()));
            assertThat(warning(api).has("snapshot_age_seconds")).isFalse();

            parts.second.heal();

            Eventually.holds(
                    "both are shown without a warning",
                    () -> total(api) == 56 && !api.get(INVENTORY).json().has("warnings"));
        }
    }

    @Test
    void givesATagThatTellsAWarningFromNoneAndNotHowOldItIs() {
        FakeParts parts = stocked();
        try (Api api = Api.on(parts, FRESH)) {
            Eventually.holds("both are shown", () -> total(api) == 56);
            String well = api.get(INVENTORY).header("ETag");
            fail(parts.second, MarketFault.SERVER_ERROR);
            Eventually.holds("it warns", () -> api.get(INVENTORY).json().has("warnings"));

            String failing = api.get(INVENTORY).header("ETag");

            assertThat(failing).isNotEqualTo(well);
            long age = warning(api).path("snapshot_age_seconds").asLong();
            Eventually.holds(
                    "it grows older",
                    () -> warning(api).path("snapshot_age_seconds").asLong() > age);
            assertThat(api.get(INVENTORY).header("ETag")).isEqualTo(failing);
        }
    }

    @Test
    void answersUnavailableWhileNoProviderHasShownAnything() {
        FakeParts parts = stocked();
        fail(parts.market, MarketFault.SERVER_ERROR);
        fail(parts.second, MarketFault.SERVER_ERROR);
        try (Api api = Api.on(parts, FRESH)) {
            for (String path : new String[] {INVENTORY, INVENTORY + "?provider=vastai", INVENTORY + "/vastai-1"}) {
                Api.Answer answer = api.get(path);

                assertThat(answer.status()).as(answer.text()).isEqualTo(503);
                assertThat(answer.json().path("error_type").asText()).isEqualTo("provider_unavailable");
                assertThat(answer.header("Retry-After")).isEqualTo("10");
            }

            parts.second.heal();

            Eventually.holds("the one that is well is shown", () -> total(api) == 6);
            assertThat(api.get(INVENTORY + "/vastai-1").status()).isEqualTo(404);
        }
    }

    @Test
    void showsNothingWhereNoProviderIsConfigured() {
        try (Api api = Api.on(FakeParts.withoutProviders())) {
            assertThat(api.get(INVENTORY).text()).isEqualTo("{\"offers\":[],\"count\":0,\"total\":0}");
            assertThat(api.get(INVENTORY + "?provider=vastai")
                            .json()
                            .path("error")
                            .asText())
                    .isEqualTo("invalid provider: no provider is configured, got \"vastai\"");
        }
    }

    private static FakeParts stocked() {
        FakeParts parts = FakeParts.withTwoMarkets();
        InventoryOverHttpTest.stock(parts, Duration.ZERO);
        return parts;
    }

    private static void fail(FakeMarket market, MarketFault fault) {
        market.fail(MarketOperation.SEARCH, fault, FOR_LONG);
    }

    private static int total(Api api) {
        return api.get(INVENTORY).json().path("total").asInt();
    }

    private static JsonNode warning(Api api) {
        return api.get(INVENTORY).json().path("warnings").path(0);
    }
}
