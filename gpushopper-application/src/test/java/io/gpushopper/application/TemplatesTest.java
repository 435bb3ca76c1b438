package io.gpushopper.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferFact;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.offer.OfferQuery;
import io.gpushopper.domain.offer.Template;
import io.gpushopper.domain.offer.TemplateId;
import io.gpushopper.domain.offer.TemplateNeed;
import io.gpushopper.domain.offer.TemplateNeed.Relation;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionOptions;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.ports.LaunchRequest;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.ports.SetupSecrets;
import io.gpushopper.ports.TemplateSetup;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TemplatesTest {
    private static final TemplateId NOTEBOOK = new TemplateId("notebook");
    private static final TemplateNeed MUCH_MEMORY =
            new TemplateNeed(OfferFact.VRAM_GB, Relation.AT_LEAST, List.of("640"));

    private final World world = new World();
    private final List<LaunchRequest> bought = new ArrayList<>();

    @Test
    void bringsWhatTheConsumerLeavesOpen() {
        keep(NOTEBOOK, List.of(8080), 200, null, null);
        world.market.onPurchase(bought::add);
        world.pass(Duration.ofMinutes(1));

        Session session = world.store
                .find(world.rent("1", withTemplate(new Setup(null, List.of(9000), NOTEBOOK))))
                .orElseThrow();
        world.pass(Duration.ofMinutes(1));

        assertThat(session.terms().diskGb()).isEqualTo(200);
        LaunchRequest purchase = bought.get(0);
        assertThat(purchase.setup()).isEqualTo(new Setup(null, List.of(9000, 8080), NOTEBOOK));
        assertThat(purchase.secrets().onStart()).isEqualTo("start the notebook");
    }

    @Test
    void isRefusedWhenItIsNotThereOrDoesNotFitOrBringsAVolume() {
        keep(new TemplateId("large"), List.of(), null, MUCH_MEMORY, null);
        keep(new TemplateId("volume"), List.of(), null, null, "it would create a volume");
        world.market.onPurchase(bought::add);
        world.pass(Duration.ofMinutes(1));

        refused("missing", "there is no template missing");
        refused("large", "it needs vram_gb >= 640");
        refused("volume", "it would create a volume");

        world.pass(Duration.ofMinutes(1));
        assertThat(bought).isEmpty();
    }

    @Test
    void isAskedForOnceAnHourAndAnOldAnswerServesWhileTheProviderFails() {
        keep(NOTEBOOK, List.of(), null, null, null);
        assertThat(names()).containsExactly("notebook");

        keep(new TemplateId("another"), List.of(), null, null, null);
        world.pass(Duration.ofMinutes(59));
        assertThat(names()).containsExactly("notebook");

        world.market.fail(MarketOperation.SEARCH, MarketFault.SERVER_ERROR, 1_000);
        world.pass(Duration.ofMinutes(2));
        assertThat(names()).containsExactly("notebook");

        world.market.heal();
        world.pass(Duration.ofMinutes(2));
        assertThat(names()).containsExactly("another", "notebook");
    }

    @Test
    void failsWhenNothingIsKnownYet() {
        world.market.fail(MarketOperation.SEARCH, MarketFault.SERVER_ERROR, 1_000);

        assertThatExceptionOfType(ProviderException.class).isThrownBy(this::names);
        assertThatExceptionOfType(ProviderException.class)
                .isThrownBy(() -> world.shopper().template(NOTEBOOK));
        world.market.heal();
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> world.shopper().template(NOTEBOOK));
        keep(NOTEBOOK, List.of(), null, null, null);
        assertThat(world.shopper().template(NOTEBOOK).id())
                .as("that there was none is not remembered")
                .isEqualTo(NOTEBOOK);
    }

    @Test
    void showsWhichFitAnOfferAndWhichOffersOneFits() {
        keep(NOTEBOOK, List.of(), null, null, null);
        keep(new TemplateId("large"), List.of(), null, MUCH_MEMORY, null);
        world.pass(Duration.ofMinutes(1));

        Offer offer =
                world.shopper().inventory().find(new OfferId(World.MARKET, "1")).orElseThrow();
        assertThat(world.shopper().compatibleTemplates(offer))
                .extracting(Template::id)
                .containsExactly(NOTEBOOK);
        assertThat(offersFor(NOTEBOOK)).isPositive();
        assertThat(offersFor(new TemplateId("large"))).isZero();
    }

    private int offersFor(TemplateId id) {
        Template template = world.shopper().template(id);
        return world.shopper()
                .offers(OfferQuery.builder().template(template).build(), 0, 100)
                .total();
    }

    private List<String> names() {
        return world.shopper().templates(null).stream().map(Template::name).toList();
    }

    private void refused(String template, String why) {
        Setup setup = new Setup(null, List.of(), new TemplateId(template));

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> world.rent("1", withTemplate(setup)))
                .withMessageStartingWith("template_hash_id: ")
                .withMessageContaining(why);
    }

    private static SessionOptions withTemplate(Setup setup) {
        return SessionOptions.NONE.settingUp(setup);
    }

    private void keep(
            TemplateId id,
            List<Integer> ports,
            @Nullable Integer diskGb,
            @Nullable TemplateNeed need,
            @Nullable String refusal) {
        Template template = new Template(
                World.MARKET,
                id,
                id.value(),
                "image",
                true,
                ports,
                diskGb,
                need == null ? List.of() : List.of(need),
                List.of(),
                refusal);
        world.market.keep(new TemplateSetup(template, new SetupSecrets("start the notebook", Map.of())));
    }
}
