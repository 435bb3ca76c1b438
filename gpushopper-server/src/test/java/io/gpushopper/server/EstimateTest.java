package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.sdk.GpuShopperClient;
import io.gpushopper.sdk.errors.InvalidRequestException;
import io.gpushopper.sdk.errors.NotFoundException;
import io.gpushopper.sdk.wire.EstimateJson;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EstimateTest {
    private static final FakeParts parts = new FakeParts();
    private static Api api;
    private static GpuShopperClient client;

    @BeforeAll
    static void startTheServer() {
        api = Api.ready(parts);
        client = GpuShopperClient.builder(api.server.uri().toString()).build();
    }

    @AfterAll
    static void stopTheServer() {
        api.close();
    }

    @Test
    void saysWhatTheReservationCostsAndWhatItCostsToForgetIt() {
        EstimateJson estimate = client.inventory().estimate("vastai-1", 2);

        assertThat(estimate.pricePerHour()).isEqualByComparingTo("0.412");
        assertThat(estimate.totalCost()).isEqualByComparingTo("0.824");
        assertThat(estimate.maxHours()).isEqualByComparingTo("12");
        assertThat(estimate.maxCost()).isEqualByComparingTo("4.944");
        assertThat(estimate.diskGb()).isEqualTo(50);
        assertThat(parts.market.rentals()).isEmpty();
    }

    @Test
    void isShownInThePlainFormOfTheApi() {
        Api.Answer answer = api.get("/api/v1/inventory/vastai-1/estimate?hours=3");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("hours").asInt()).isEqualTo(3);
        assertThat(answer.json().path("currency").asText()).isEqualTo("USD");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/estimate?hours=0 | hours must be at least 1",
                "/estimate?hours=x | invalid hours: must be a valid integer, got \"x\"",
                "/estimate?hours=13 | hours must be at most 12",
                "/estimate?hours=1&disk_gb=9 | disk_gb must be at least 10"
            })
    void refusesWhatBreaksARuleByItsName(String path, String message) {
        Api.Answer answer = api.get("/api/v1/inventory/vastai-1" + path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").asText()).contains(message);
    }

    @Test
    void knowsNothingOfAnOfferThatNeverWas() {
        assertThatThrownBy(() -> client.inventory().estimate("vastai-9999", 1)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void refusesMoreHoursThanASessionLives() {
        assertThatThrownBy(() -> client.inventory().estimate("vastai-1", 13))
                .isInstanceOf(InvalidRequestException.class);
    }
}
