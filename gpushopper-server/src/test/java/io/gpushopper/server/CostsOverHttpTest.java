package io.gpushopper.server;

import static io.gpushopper.testkit.SessionBuilder.ENGINE_KEY;
import static io.gpushopper.testkit.SessionBuilder.aSession;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.cost.UsdPerHour;
import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.LedgerCorrection;
import io.gpushopper.domain.session.LedgerInterval;
import io.gpushopper.domain.session.Session;
import io.gpushopper.ports.Durability;
import io.gpushopper.ports.SessionCreation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CostsOverHttpTest {
    private static final FakeParts parts = new FakeParts();
    private static final Instant LONG_AGO = Instant.parse("2025-03-28T22:00:00Z");
    private static Session alices;
    private static Session bobs;
    private static Session running;
    private static Api api;

    @BeforeAll
    static void writeTheBooksAndStartTheServer() {
        alices = stored(aSession(901).stopped().build());
        book(alices, 0, ChargeKind.COMPUTE, LONG_AGO, LONG_AGO.plus(Duration.ofHours(4)), "0.333333");
        book(alices, 0, ChargeKind.STORAGE, LONG_AGO, LONG_AGO.plus(Duration.ofHours(4)), "0.01");
        bobs = stored(aSession(902)
                .consumer("=bob, \"the\" builder")
                .provider("tensordock")
                .stopped()
                .build());
        book(bobs, 0, ChargeKind.COMPUTE, LONG_AGO, LONG_AGO.plusMillis(500), "7.2");
        parts.store.correct(
                bobs.id(),
                books -> List.of(new LedgerCorrection(
                        bobs.id(),
                        bobs.instances().get(0).id(),
                        ChargeKind.COMPUTE,
                        LONG_AGO,
                        Accrued.of(new Usd(new BigDecimal("-0.0005"))),
                        "billed 0.0005",
                        LONG_AGO)));
        running = stored(aSession(903).consumer("carol").stopped().build());
        book(running, 0, ChargeKind.COMPUTE, parts.clock.instant().minus(Duration.ofSeconds(1)), null, "3600");
        api = Api.ready(parts);
    }

    @AfterAll
    static void stopTheServer() {
        api.close();
    }

    @Test
    void addsUpWhatTheDaysCost() {
        JsonNode march = costs("start_date=2025-03-28&end_date=2025-03-29");

        assertThat(march.path("consumer_id").asText("none")).isEmpty();
        assertThat(march.path("total_cost").decimalValue()).isEqualByComparingTo("1.3738");
        assertThat(march.path("currency").asText()).isEqualTo("USD");
        assertThat(march.path("session_count").asInt()).isEqualTo(2);
        assertThat(march.path("hours_used").decimalValue()).isEqualByComparingTo("4.0001");
        assertThat(march.path("compute_cost").decimalValue()).isEqualByComparingTo("1.3338");
        assertThat(march.path("storage_cost").decimalValue()).isEqualByComparingTo("0.04");
        assertThat(api.get("/api/v1/costs?start_date=2025-03-28&end_date=2025-03-29")
                        .text())
                .contains("\"by_provider\":{\"tensordock\":0.0005,\"vastai\":1.3733}");
        assertThat(march.path("by_gpu_type").size()).isPositive();
        assertThat(march.path("by_day").toString()).isEqualTo("{\"2025-03-28\":0.6872,\"2025-03-29\":0.6866}");
        assertThat(march.path("by_consumer").size()).isEqualTo(2);
        assertThat(march.path("period_start").asText()).isEqualTo("2025-03-28");
        assertThat(march.path("period_end").asText()).isEqualTo("2025-03-29");
    }

    @Test
    void countsASessionPartlyInEachDay() {
        assertThat(costs("consumer_id=alice&start_date=2025-03-28&end_date=2025-03-28")
                        .path("hours_used")
                        .decimalValue())
                .isEqualByComparingTo("2");
        assertThat(costs("consumer_id=alice&start_date=2025-03-29&end_date=2025-03-29")
                        .path("hours_used")
                        .decimalValue())
                .isEqualByComparingTo("2");
        assertThat(costs("start_date=2025-03-30").path("total_cost").decimalValue())
                .isEqualByComparingTo("0");
    }

    @Test
    void fillsInTheOtherEndOfTheMonth() {
        assertThat(costs("start_date=2025-03-29").path("period_end").asText()).isEqualTo("2025-03-31");
        assertThat(costs("end_date=2025-03-28").path("period_start").asText()).isEqualTo("2025-03-01");
        YearMonth month = YearMonth.from(today());
        assertThat(costs("").path("period_start").asText())
                .isEqualTo(month.atDay(1).toString());
        assertThat(costs("period=monthly").path("period_end").asText())
                .isEqualTo(month.atEndOfMonth().toString());
        assertThat(costs("period=daily").path("period_start").asText()).isEqualTo(today().toString());
    }

    @Test
    void summarisesTheMonth() {
        Api.Answer answer = api.get("/api/v1/costs/summary?consumer_id=alice");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("consumer_id").asText()).isEqualTo("alice");
        assertThat(answer.json().path("total_cost").decimalValue()).isEqualByComparingTo("0");
        assertThat(api.get("/api/v1/costs/summary").json().path("by_consumer").has("carol"))
                .isTrue();
    }

    @Test
    void tellsWhatOneSessionCost() {
        JsonNode whole = costs("session_id=" + alices.id());
        assertThat(whole.toString())
                .isEqualTo("{\"session_id\":\"" + alices.id()
                        + "\",\"total_cost\":1.3733,\"currency\":\"USD\",\"compute_cost\":1.3333,\"storage_cost\":0.04,"
                        + "\"hours_used\":4}");
        JsonNode part = costs("session_id=" + alices.id() + "&start_date=2025-03-29");
        assertThat(part.path("total_cost").decimalValue()).isEqualByComparingTo("0.6867");
        assertThat(part.path("period_end").asText()).isEqualTo("2025-03-31");
    }

    @Test
    void accruesWhileItRuns() {
        BigDecimal early =
                costs("session_id=" + running.id()).path("total_cost").decimalValue();
        BigDecimal later =
                costs("session_id=" + running.id()).path("total_cost").decimalValue();

        assertThat(early).isGreaterThanOrEqualTo(BigDecimal.ONE);
        assertThat(later).isGreaterThanOrEqualTo(early);
    }

    @ParameterizedTest
    @CsvSource({
        "session_id=sess-aaaaaaaaaaaaaaaa, session not found: sess-aaaaaaaaaaaaaaaa",
        "session_id=nonsense, session not found: nonsense"
    })
    void knowsNoOtherSessions(String query, String error) {
        Api.Answer answer = api.get("/api/v1/costs?" + query);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("error").asText()).isEqualTo(error);
    }

    @Test
    void showsNobodyElsesSession() {
        assertThat(api.get("/api/v1/costs?consumer_id=carol&session_id=" + alices.id())
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "period=weekly|period|invalid period: must be daily or monthly, got \"weekly\"",
                "period=daily&start_date=2026-01-01|period|period can't be combined with start_date or end_date",
                "start_date=2026-02-30|start_date|invalid start_date: must be a day such as 2026-01-31, got \"2026-02-30\"",
                "end_date=26-02-01|end_date|invalid end_date: must be a day such as 2026-01-31, got \"26-02-01\"",
                "end_date=2026-02-01T00:00:00Z|end_date|invalid end_date: must be a day such as 2026-01-31,"
                        + " got \"2026-02-01T00:00:00Z\"",
                "start_date=2026-02-02&end_date=2026-02-01|start_date|start_date must not be after end_date",
                "start_date=2026-02-02&start_date=2026-02-01|start_date|invalid start_date: it is given with two different"
                        + " values, got \"2026-02-02\", \"2026-02-01\"",
                "consumer_id=%01|consumer_id|consumer_id must be 1 to 128 characters without control characters"
            })
    void namesWhatIsWrong(String query, String field, String error) {
        Api.Answer answer = api.get("/api/v1/costs?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").asText()).isEqualTo(error);
        assertThat(answer.json().path("details").path(0).path("field").asText()).isEqualTo(field);
        assertThat(api.get("/api/v1/costs?" + query, "Accept", "text/csv").text())
                .contains("\"error\"");
    }

    @Test
    void givesTheLinesOfTheBooksAsCsv() {
        Api.Answer answer = api.get("/api/v1/costs?end_date=2025-03-28", "Accept", "text/csv");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("text/csv").containsIgnoringCase("charset=utf-8");
        String alice = alices.instances().get(0).id().value() + ","
                + alices.attempts().get(0).tag().text() + "," + gpu(alices);
        String bob = "\"'=bob, \"\"the\"\" builder\",tensordock,"
                + bobs.instances().get(0).id().value() + ","
                + bobs.attempts().get(0).tag().text() + "," + gpu(bobs);
        assertThat(answer.text()).endsWith("\r\n");
        assertThat(answer.text().split("\r\n"))
                .containsExactlyInAnyOrder(
                        "line,session_id,consumer_id,provider,instance_id,purchase,gpu_type,kind,from,to,seconds,"
                                + "rate_per_hour,amount,estimated,reason",
                        "interval," + alices.id() + ",alice,vastai," + alice
                                + ",compute,2025-03-28T22:00:00Z,2025-03-29T00:00:00Z,7200,0.333333,0.6666660000,true,done",
                        "interval," + alices.id() + ",alice,vastai," + alice
                                + ",storage,2025-03-28T22:00:00Z,2025-03-29T00:00:00Z,7200,0.010000,0.0200000000,true,done",
                        "interval," + bobs.id() + "," + bob
                                + ",compute,2025-03-28T22:00:00Z,2025-03-28T22:00:00.500Z,0.5,7.200000,0.0010000000,true,done",
                        "correction," + bobs.id() + "," + bob
                                + ",compute,2025-03-28T22:00:00Z,2025-03-28T22:00:00Z,0,,-0.0005000000,false,billed 0.0005");
    }

    @Test
    void givesOneSessionsLinesAsCsv() {
        String csv = api.get("/api/v1/costs?session_id=" + running.id(), "Accept", "text/csv")
                .text();

        assertThat(csv.split("\r\n")).hasSize(2);
        assertThat(csv).contains(",compute,").contains("Z,,");
        assertThat(api.get("/api/v1/costs?session_id=nonsense", "Accept", "text/csv")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void giveJsonToThoseWhoTakeAnything() {
        assertThat(api.get("/api/v1/costs", "Accept", "*/*").header("Content-Type"))
                .startsWith("application/json");
        assertThat(api.get("/api/v1/costs", "Accept", "image/png").status()).isEqualTo(406);
    }

    @Test
    void showsWhatSessionsAccrued() {
        assertThat(api.get("/api/v1/sessions/" + alices.id())
                        .json()
                        .path("accrued_cost")
                        .decimalValue())
                .isEqualByComparingTo("1.3733");
        JsonNode listed = api.get("/api/v1/sessions?consumer_id=carol").json().path("sessions");
        assertThat(listed.path(0).path("accrued_cost").decimalValue()).isGreaterThanOrEqualTo(BigDecimal.ONE);
    }

    @Test
    void countsWhatWasSpentAndGoesOnAfterARestart() {
        double before = spent(api);
        try (Api again = Api.on(parts)) {
            assertThat(spent(again)).isGreaterThanOrEqualTo(before).isGreaterThan(1);
        }
        assertThat(spent(api)).isGreaterThanOrEqualTo(before);
        assertThat(api.get("/metrics").text()).contains("# TYPE gpu_session_spend_usd_total counter");
    }

    private static double spent(Api api) {
        return api.get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("gpu_session_spend_usd_total{provider=\"vastai\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static JsonNode costs(String query) {
        Api.Answer answer = api.get("/api/v1/costs?" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static String gpu(Session session) {
        return session.terms().gpus().model().name();
    }

    private static LocalDate today() {
        return LocalDate.ofInstant(parts.clock.instant(), ZoneOffset.UTC);
    }

    private static Session stored(Session session) {
        parts.store.create(SessionCreation.of(session, ENGINE_KEY));
        return session;
    }

    private static void book(
            Session session, int instance, ChargeKind kind, Instant from, @Nullable Instant to, String rate) {
        LedgerInterval line = new LedgerInterval(
                session.id(), session.instances().get(instance).id(), kind, from, to, UsdPerHour.of(rate), true);
        parts.store.amend(
                session.id(), known -> new Decision(known, List.of(line), List.of(), List.of()), Durability.COMMITTED);
    }
}
