package io.gpushopper.server;

import static io.gpushopper.testkit.SessionBuilder.ENGINE_KEY;
import static io.gpushopper.testkit.SessionBuilder.aSession;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.LedgerInterval;
import io.gpushopper.domain.session.Session;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.SessionCreation;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vast.ai tells a bill that has nothing of a session which is in the books; TensorDock tells none. */
final class ReconciliationOverHttpTest {
    private static final String PATH = "/api/v1/costs/reconciliation";
    private static final Instant LONG_AGO = Instant.parse("2025-03-28T22:00:00Z");
    private static final FakeParts parts = FakeParts.withTwoMarkets();
    private static Session session;
    private static Api api;

    @BeforeAll
    static void writeTheBooksAndStartTheServer() {
        parts.second.tellNoBill();
        session = aSession(951).stopped().build();
        parts.store.create(SessionCreation.of(session, ENGINE_KEY));
        LedgerInterval line = new LedgerInterval(
                session.id(),
                session.instances().get(0).id(),
                ChargeKind.COMPUTE,
                LONG_AGO,
                LONG_AGO.plus(Duration.ofHours(4)),
                UsdPerHour.of("0.40"),
                true);
        parts.store.amend(
                session.id(), known -> new Decision(known, List.of(line), List.of(), List.of()), Durability.COMMITTED);
        api = Api.ready(parts);
    }

    @AfterAll
    static void stopTheServer() {
        api.close();
    }

    @Test
    void tellsOursTheirsAndTheDifferenceOfEachInstance() {
        JsonNode report = report("?start_date=2025-03-28&end_date=2025-03-29");

        assertThat(report.path("currency").asText()).isEqualTo("USD");
        assertThat(report.path("period_start").asText()).isEqualTo("2025-03-28");
        assertThat(report.path("period_end").asText()).isEqualTo("2025-03-29");
        JsonNode vastai = provider(report, "vastai");
        assertThat(vastai.toString())
                .isEqualTo("{\"provider\":\"vastai\",\"status\":\"compared\",\"booked\":1.6,\"billed\":0,"
                        + "\"difference\":-1.6,\"share\":-1,\"warning\":true,\"instances\":[{\"instance_id\":\""
                        + session.instances().get(0).id().value() + "\",\"session_id\":\"" + session.id()
                        + "\",\"settled\":true,\"booked\":1.6,\"corrected\":0,\"difference\":-1.6}]}");
    }

    @Test
    void saysWhereThereIsNoBill() {
        assertThat(provider(report(""), "tensordock").toString())
                .isEqualTo("{\"provider\":\"tensordock\",\"status\":\"unsupported\",\"instances\":[]}");
    }

    @Test
    void saysWhichBillDidNotComeAndShowsTheOthers() {
        parts.market.fail(MarketOperation.BILL, MarketFault.SERVER_ERROR, 3);

        JsonNode report = report("?period=daily");

        assertThat(provider(report, "vastai").toString())
                .isEqualTo("{\"provider\":\"vastai\",\"status\":\"failed\",\"reason\":\"unavailable\","
                        + "\"instances\":[]}");
        assertThat(report.path("providers")).hasSize(2);
    }

    @Test
    void countsFromZero() {
        assertThat(api.get("/metrics").text().lines())
                .contains(
                        "# TYPE gpu_billing_difference_ratio gauge",
                        "gpu_billing_warnings_total{provider=\"vastai\",} 0.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"start_date=yesterday", "period=yearly", "start_date=2025-03-02&end_date=2025-03-01"})
    void namesWhatIsWrong(String query) {
        Api.Answer answer = api.get(PATH + "?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(query)
                .startsWith(answer.json().path("details").path(0).path("field").asText());
    }

    private static JsonNode report(String query) {
        Api.Answer answer = api.get(PATH + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static JsonNode provider(JsonNode report, String provider) {
        for (JsonNode one : report.path("providers")) {
            if (one.path("provider").asText().equals(provider)) {
                return one;
            }
        }
        throw new AssertionError(report.toString());
    }
}
