package io.gpushopper.adapters.vastai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import io.gpushopper.adapters.http.AdapterRuntime;
import io.gpushopper.adapters.http.ApiKey;
import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.cost.ChargeKind;
import io.gpushopper.domain.cost.Usd;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.ledger.InstanceBill;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.ProviderBill;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.simulator.Simulator;
import io.gpushopper.simulator.SimulatorSettings;
import io.gpushopper.simulator.market.TimingProfile;
import io.gpushopper.testkit.SettableClock;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VastAiBillTest {
    private static final CostPeriod DAYS = new CostPeriod(LocalDate.of(2026, 4, 1), LocalDate.of(2026, 4, 2));

    private final SettableClock clock = new SettableClock();

    @Test
    void readsTheSampleOfTheReference() throws IOException {
        try (CannedAnswers answers = new CannedAnswers(Fixtures.text("charges.json"))) {
            assertThat(bills(provider(answers.uri()), DAYS))
                    .containsExactly(new InstanceBill(
                            id("36877001"),
                            "gpushop-prod-k7q2m4xw3c5tz6ab-1-tkz5o0",
                            usd("0.791"),
                            Map.of(ChargeKind.COMPUTE, usd("0.76"), ChargeKind.STORAGE, usd("0.025")),
                            usd("0.0005")));
            assertThat(URLDecoder.decode(answers.requests().get(0), StandardCharsets.UTF_8))
                    .startsWith("GET /api/v0/charges/?select_filters="
                            + "{\"day\":{\"gte\":1775001600,\"lte\":1775174399},\"type\":{\"in\":[\"instance\"]}}"
                            + "&format=table&latest_first=true&limit=100 ");
        }
    }

    @Test
    void followsThePagesAndAddsUpTheDaysOfAnInstance() throws IOException {
        String first = page("\"t0ken==\"", row(1, "0.2"), row(2, "0.1"));
        String second = page("null", row(1, "0.3"));
        try (CannedAnswers answers = new CannedAnswers(first, second)) {
            assertThat(bills(provider(answers.uri()), DAYS))
                    .extracting(bill -> bill.instance().value(), InstanceBill::total, InstanceBill::rounding)
                    .containsExactly(tuple("1", usd("0.5"), usd("0.001")), tuple("2", usd("0.1"), usd("0.0005")));
            assertThat(answers.requests().get(1)).contains("&after_token=t0ken%3D%3D");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"source\":\"instance-1\",\"amount\":0.5}",
                "{\"source\":\"instance-1\",\"amount\":0.5,\"items\":[]}",
                "{\"source\":\"instance-1\",\"amount\":0.5,\"items\":[{\"type\":\"gpu\",\"amount\":0.3}]}"
            })
    void tellsNoPartsWhereTheyDoNotAddUp(String row) throws IOException {
        try (CannedAnswers answers = new CannedAnswers(page("null", row))) {
            assertThat(bills(provider(answers.uri()), DAYS)).singleElement().satisfies(bill -> {
                assertThat(bill.total()).isEqualTo(usd("0.5"));
                assertThat(bill.parts()).isEmpty();
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"success\":true,\"results\":[]}",
                "{\"success\":true,\"results\":null,\"next_token\":null}",
                "{\"success\":true,\"results\":[],\"next_token\":null,\"total\":2}",
                "{\"success\":true,\"results\":[{\"amount\":1}],\"next_token\":null}",
                "{\"success\":true,\"results\":[{\"source\":\"volume-1\",\"amount\":1}],\"next_token\":null}",
                "{\"success\":true,\"results\":[{\"source\":\"instance-1\",\"amount\":null}],\"next_token\":null}",
                "{\"success\":true,\"results\":[],\"next_token\":\"for ever\"}"
            })
    void tellsAllOrNothing(String body) throws IOException {
        try (CannedAnswers answers = new CannedAnswers(body)) {
            assertFails(ErrorKind.MALFORMED, provider(answers.uri()));
        }
    }

    @Test
    void doesNotTakeARefusalForAnEmptyBill() throws IOException {
        String refusal = "{\"success\":false,\"error\":\"auth_error\",\"msg\":\"Invalid user key\"}";
        try (CannedAnswers answers = new CannedAnswers(refusal)) {
            assertFails(ErrorKind.UNAUTHORIZED, provider(answers.uri()));
        }
    }

    /** Over HTTP, against the simulator's own meters, on a clock that is moved by hand. */
    @Test
    void agreesWithTheMeterOfTheMarket() {
        SimulatorSettings settings = SimulatorSettings.builder(TimingProfile.DEMO)
                .offers(10)
                .rateLimitScale(BigDecimal.ZERO)
                .time(clock)
                .build();
        try (Simulator simulator = Simulator.start(settings)) {
            Provider provider = provider(URI.create(simulator.vastAiUrl()));
            SimulatedMarket market = new SimulatedMarket(simulator);
            Instant start = clock.instant();
            InstanceId early = market.plant("early");
            clock.advance(Duration.ofHours(20));
            InstanceId late = market.plant("late");
            clock.advance(Duration.ofHours(20));
            provider.destroy(early);
            clock.advance(Duration.ofHours(1));
            CostPeriod all = new CostPeriod(CostPeriod.dayOf(start), CostPeriod.dayOf(clock.instant()));

            List<InstanceBill> bills = bills(provider, all);

            assertThat(bills).extracting(InstanceBill::instance).containsExactlyInAnyOrder(early, late);
            assertThat(bills).extracting(InstanceBill::mark).containsExactlyInAnyOrder("early", "late");
            assertThat(bills).allSatisfy(bill -> {
                BigDecimal metered = market.billed(bill.instance());
                assertThat(metered).isGreaterThan(BigDecimal.ONE.movePointLeft(1));
                assertThat(bill.total().dollars(6).subtract(metered).abs())
                        .isLessThanOrEqualTo(bill.rounding().dollars(6));
                assertThat(bill.parts().values())
                        .allSatisfy(part -> assertThat(part.isZero()).isFalse());
            });
            assertThat(bills(provider, CostPeriod.day(CostPeriod.dayOf(start).minusDays(1))))
                    .isEmpty();
        }
    }

    private static void assertFails(ErrorKind kind, Provider provider) {
        assertThatExceptionOfType(ProviderException.class)
                .isThrownBy(() -> provider.bill(DAYS))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    private static List<InstanceBill> bills(Provider provider, CostPeriod period) {
        ProviderBill bill = provider.bill(period);
        assertThat(bill).isInstanceOf(ProviderBill.Told.class);
        return ((ProviderBill.Told) bill).instances();
    }

    private Provider provider(URI uri) {
        VastAiConfig config =
                VastAiConfig.of(uri, new ApiKey("k3y0must0never0be0logged")).withPaceFactor(BigDecimal.ZERO);
        return VastAiProviderFactory.create(
                config, new AdapterRuntime(clock, clock::advance, new Random(1), Metrics.NONE));
    }

    private static String page(String token, String... rows) {
        return "{\"success\":true,\"count\":" + rows.length + ",\"total\":" + rows.length + ",\"next_token\":" + token
                + ",\"results\":[" + String.join(",", rows) + "]}";
    }

    private static String row(int instance, String amount) {
        return "{\"type\":\"instance\",\"source\":\"instance-" + instance + "\",\"amount\":" + amount
                + ",\"items\":[{\"type\":\"gpu\",\"amount\":" + amount + "}]}";
    }

    private static InstanceId id(String id) {
        return new InstanceId(VastAiProviderFactory.ID, id);
    }

    private static Accrued usd(String dollars) {
        return Accrued.of(new Usd(new BigDecimal(dollars)));
    }
}
