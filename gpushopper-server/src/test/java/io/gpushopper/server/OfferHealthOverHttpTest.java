package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.LaunchOutcome;
import io.gpushopper.sdk.GpuShopperClient;
import io.gpushopper.sdk.wire.ErrorType;
import io.gpushopper.sdk.wire.GpuHealthJson;
import io.gpushopper.sdk.wire.MarketHealthJson;
import io.gpushopper.sdk.wire.OfferHealthJson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OfferHealthOverHttpTest {
    private static final String HEALTH = "/api/v1/offer-health";

    private final FakeParts parts = new FakeParts();
    private final Api api = Api.ready(parts);

    @AfterEach
    void stopTheServer() {
        api.close();
    }

    @Test
    void tellsWhichOffersFailedLately() {
        assertThat(api.get(HEALTH).json().toString()).isEqualTo("{\"offers\":[],\"gpu_types\":[]}");
        parts.purchaseTrouble.set(new LaunchOutcome.Rejected(ErrorKind.OFFER_GONE, "gone", null));
        Api.Answer refused = api.post("/api/v1/sessions", """
                {"consumer_id": "me", "offer_id": "vastai-1", "workload_type": "llm", "reservation_hours": 1}
                """);
        assertThat(refused.status()).isEqualTo(503);

        GpuShopperClient client =
                GpuShopperClient.builder(api.server.uri().toString()).build();
        MarketHealthJson health = client.inventory().health();

        OfferHealthJson offer = health.offers().get(0);
        assertThat(offer.offerId()).isEqualTo("vastai-1");
        assertThat(offer.recentFailures()).isEqualTo(1);
        assertThat(offer.failures()).isEqualTo(Map.of("stale_inventory", 1));
        assertThat(offer.lastFailureType()).isEqualTo(new ErrorType("stale_inventory"));
        assertThat(offer.isSuppressed()).isFalse();
        assertThat(offer.confidenceMultiplier()).isEqualByComparingTo("0.7");
        assertThat(health.gpuTypes())
                .extracting(GpuHealthJson::gpuType, GpuHealthJson::failedOfferCount, GpuHealthJson::isDegraded)
                .isEqualTo(List.of(tuple("RTX 4090", 1, false)));
    }
}
