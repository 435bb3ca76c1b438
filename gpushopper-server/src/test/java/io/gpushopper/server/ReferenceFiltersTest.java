package io.gpushopper.server;

import static io.gpushopper.testkit.SessionBuilder.ENGINE_KEY;
import static io.gpushopper.testkit.SessionBuilder.aSession;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.domain.session.FailureType;
import io.gpushopper.ports.SessionCreation;
import io.gpushopper.testkit.SessionBuilder;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The parameters in the tables of the API reference for lists: what each keeps is what this test picks out of the whole list by itself.
 * Those of the costs are in {@link CostsOverHttpTest}.
 */
final class ReferenceFiltersTest {
    private static final FakeParts parts = FakeParts.withTwoMarkets();
    private static Api api;

    @BeforeAll
    static void startTheServer() {
        InventoryOverHttpTest.stock(parts, Duration.ZERO);
        store(aSession(801).stopped());
        store(aSession(802).provider("tensordock").stopped());
        store(aSession(803).consumer("bob").failed(FailureType.BOOT_TIMEOUT, "it never came up"));
        store(aSession(804).consumer("bob").provider("tensordock").stopped());
        api = Api.ready(parts);
    }

    @AfterAll
    static void stopTheServer() {
        api.close();
    }

    private static void store(SessionBuilder session) {
        parts.store.create(SessionCreation.of(session.build(), ENGINE_KEY));
    }

    @ParameterizedTest(name = "{0} {1}={4}")
    @CsvSource({
        "inventory, provider, provider, is, vastai",
        "inventory, provider, provider, is, tensordock",
        "inventory, gpu_type, gpu_type, is, RTX 4090",
        "inventory, gpu_type, gpu_type, begins with, A100",
        "inventory, location, location, contains, bavaria",
        "inventory, min_vram, vram_gb, is at least, 80",
        "inventory, max_price, price_per_hour, is at most, 0.4",
        "inventory, max_price, price_per_hour, is at most, 2.5",
        "inventory, min_gpu_count, gpu_count, is at least, 2",
        "inventory, gpu_count, gpu_count, is at least, 2",
        "inventory, min_reliability, reliability, is at least, 0.98",
        "inventory, min_availability_confidence, availability_confidence, is at least, 0.5",
        "sessions, consumer_id, consumer_id, is, alice",
        "sessions, status, status, is, stopped",
        "sessions, status, status, is, failed",
        "sessions, provider, provider, is, tensordock",
        "sessions, provider, provider, is, vastai",
    })
    void keepsWhatFits(String list, String parameter, String field, String relation, String value) {
        List<JsonNode> all = listed(list, "");

        List<JsonNode> kept = listed(list, parameter + "=" + value.replace(" ", "%20"));

        assertThat(kept)
                .isNotEmpty()
                .hasSizeLessThan(all.size())
                .isEqualTo(all.stream()
                        .filter(one -> fits(one.path(field), relation, value))
                        .toList());
    }

    @ParameterizedTest(name = "{0} limit={1} offset={2}")
    @CsvSource({
        "inventory, 1, 0",
        "inventory, 7, 0",
        "inventory, 7, 3",
        "inventory, 1000, 50",
        "sessions, 1, 0",
        "sessions, 3, 0"
    })
    void showsThatPartOfTheWhole(String list, int limit, int offset) {
        List<JsonNode> all = listed(list, "");

        List<JsonNode> part = listed(list, "limit=" + limit + "&offset=" + offset);

        assertThat(part).isEqualTo(all.subList(offset, Math.min(all.size(), offset + limit)));
    }

    private static boolean fits(JsonNode got, String relation, String value) {
        return switch (relation) {
            case "is" -> got.asText().equals(value);
            case "begins with" -> got.asText().startsWith(value);
            case "contains" -> got.asText().toLowerCase(Locale.ROOT).contains(value);
            case "is at least" -> got.decimalValue().compareTo(new BigDecimal(value)) >= 0;
            case "is at most" -> got.decimalValue().compareTo(new BigDecimal(value)) <= 0;
            default -> throw new AssertionError("nobody knows what \"" + relation + "\" means");
        };
    }

    private static List<JsonNode> listed(String list, String query) {
        Api.Answer answer = api.get("/api/v1/" + list + "?" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode page = answer.json();
        List<JsonNode> listed = StreamSupport.stream(
                        page.path(list.equals("inventory") ? "offers" : list).spliterator(), false)
                .toList();
        assertThat(page.path("count").asInt()).isEqualTo(listed.size());
        return listed;
    }
}
