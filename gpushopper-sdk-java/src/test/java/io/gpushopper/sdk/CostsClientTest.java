package io.gpushopper.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.sdk.errors.InvalidRequestException;
import io.gpushopper.sdk.errors.NotFoundException;
import io.gpushopper.sdk.wire.BillReconciliationJson;
import io.gpushopper.sdk.wire.CostsJson;
import io.gpushopper.sdk.wire.SessionCostJson;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class CostsClientTest {
    private final FakeTransport transport = new FakeTransport();
    private final CostsClient costs = GpuShopperClient.builder("http://localhost:8080")
            .transport(transport)
            .build()
            .costs();

    @Test
    void readsWhatTheReferenceShows() {
        transport.answers(200, """
                {"consumer_id": "my-application", "total_cost": 45.67, "session_count": 12, "hours_used": 98.5,
                 "by_provider": {"vastai": 30.00, "tensordock": 15.67},
                 "by_gpu_type": {"RTX 4090": 25.00, "A100": 20.67}}""");

        CostsJson shown = costs.get(CostQuery.builder()
                .consumerId("my-application")
                .startDate(LocalDate.of(2026, 11, 1))
                .endDate(LocalDate.of(2026, 11, 24))
                .build());

        assertThat(transport.onlyCall().uri().toString())
                .isEqualTo("http://localhost:8080/api/v1/costs?consumer_id=my-application&start_date=2026-11-01"
                        + "&end_date=2026-11-24");
        assertThat(shown.totalCost()).isEqualByComparingTo("45.67");
        assertThat(shown.sessionCount()).isEqualTo(12);
        assertThat(shown.byProvider()).containsEntry("tensordock", new BigDecimal("15.67"));
        assertThat(shown.byGpuType()).containsKeys("RTX 4090", "A100");
        assertThat(shown.byDay()).isEmpty();
        assertThat(shown.computeCost()).isNull();
    }

    @Test
    void readsOneSessionsCosts() {
        transport.answers(200, "{\"session_id\": \"sess-abc123\", \"total_cost\": 1.35, \"currency\": \"USD\"}");

        SessionCostJson cost = costs.ofSession("sess-abc123");

        assertThat(transport.onlyCall().uri().toString())
                .isEqualTo("http://localhost:8080/api/v1/costs?session_id=sess-abc123");
        assertThat(cost.totalCost()).isEqualByComparingTo("1.35");
        assertThat(cost.currency()).isEqualTo("USD");
    }

    @Test
    void asksForTheMonthsSummary() {
        String summary = "{\"consumer_id\": \"\", \"total_cost\": 0, \"session_count\": 0, \"hours_used\": 0}";
        transport.answers(200, summary).answers(200, summary).answers(200, summary);

        costs.monthlySummary();
        costs.monthlySummary("me & you");
        costs.get(CostQuery.builder().today().build());

        assertThat(transport.calls())
                .extracting(call -> call.uri().toString())
                .containsExactly(
                        "http://localhost:8080/api/v1/costs/summary",
                        "http://localhost:8080/api/v1/costs/summary?consumer_id=me%20%26%20you",
                        "http://localhost:8080/api/v1/costs?period=daily");
    }

    @Test
    void readsTheBooksAgainstTheBills() {
        transport.answers(200, """
                {"currency": "USD", "period_start": "2026-11-01", "period_end": "2026-11-30", "providers": [
                 {"provider": "vastai", "status": "compared", "booked": 12.04, "billed": 12.1, "difference": 0.06,
                  "share": 0.004959, "warning": false, "instances": [{"instance_id": "36877001", "session_id": "sess-1",
                  "settled": true, "booked": 0.79, "corrected": 0, "billed": 0.791, "difference": 0.001}]},
                 {"provider": "tensordock", "status": "unsupported", "instances": []}]}""");

        BillReconciliationJson report = costs.reconciliation(
                CostQuery.builder().startDate(LocalDate.of(2026, 11, 1)).build());

        assertThat(transport.onlyCall().uri().toString())
                .isEqualTo("http://localhost:8080/api/v1/costs/reconciliation?start_date=2026-11-01");
        assertThat(report.providers().get(0).warning()).isFalse();
        assertThat(report.providers().get(0).instances().get(0).billed()).isEqualByComparingTo("0.791");
        assertThat(report.providers().get(1).status()).isEqualTo("unsupported");
        assertThat(report.providers().get(1).share()).isNull();
    }

    @Test
    void givesTheLinesAsTheyCome() {
        transport.answers(200, "line,session_id\r\ninterval,sess-1\r\n").answers(200, "line\r\n");

        assertThat(costs.csv(CostQuery.thisMonth())).isEqualTo("line,session_id\r\ninterval,sess-1\r\n");
        assertThat(costs.csvOfSession("sess-1")).isEqualTo("line\r\n");
        assertThat(transport.calls())
                .allMatch(call -> "text/csv".equals(call.headers().get("Accept")));
    }

    @Test
    void throwsWhatIsWrong() {
        transport.answers(404, "{\"error\": \"session not found: x\"}");
        assertThatThrownBy(() -> costs.ofSession("x")).isInstanceOf(NotFoundException.class);

        transport.answers(400, "{\"error\": \"start_date must not be after end_date\"}");
        assertThatThrownBy(() -> costs.csv(CostQuery.thisMonth())).isInstanceOf(InvalidRequestException.class);
    }
}
