package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.domain.offer.OfferFact;
import io.gpushopper.domain.offer.Template;
import io.gpushopper.domain.offer.TemplateId;
import io.gpushopper.domain.offer.TemplateNeed;
import io.gpushopper.domain.offer.TemplateNeed.Relation;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.ports.LaunchRequest;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.ports.SetupSecrets;
import io.gpushopper.ports.TemplateSetup;
import io.gpushopper.sdk.GpuShopperClient;
import io.gpushopper.sdk.InventoryQuery;
import io.gpushopper.sdk.wire.TemplateJson;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TemplatesOverHttpTest {
    private static final String SESSIONS = "/api/v1/sessions";

    private final FakeParts parts = new FakeParts();
    private final List<LaunchRequest> bought = new CopyOnWriteArrayList<>();
    private final Api api = Api.ready(parts);
    private final GpuShopperClient client = GpuShopperClient.at(api.server.uri().toString());

    @BeforeEach
    void keepTemplates() {
        keep("n0tebook", "Notebook", "1", null);
        keep("l4rge", "Large", "9000", null);
        keep("v0lume", "Volume", "1", "it would create or attach a volume");
        parts.market.onPurchase(bought::add);
    }

    @AfterEach
    void stopTheServer() {
        api.close();
    }

    @Test
    void listsThemWithWhatTheyNeedAndWithoutTheirSecrets() {
        Api.Answer answer = api.get("/api/v1/templates");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().toString()).doesNotContain("s3cret");
        Api.Answer one = api.get("/api/v1/templates/n0tebook");
        assertThat(one.status()).isEqualTo(200);
        assertThat(one.json().path("name").asText()).isEqualTo("Notebook");
        assertThat(client.templates().list("vastai").count()).isEqualTo(3);
        TemplateJson notebook = client.templates().list().templates().get(1);
        assertThat(notebook.hashId()).isEqualTo("n0tebook");
        assertThat(notebook.image()).isEqualTo("image:1");
        assertThat(notebook.ports()).containsExactly(8080);
        assertThat(notebook.recommendedDiskGb()).isEqualTo(120);
        assertThat(notebook.requirements()).containsExactly("vram_gb >= 1");
        assertThat(notebook.uncheckedRequirements()).containsExactly("compute_cap");
        assertThat(notebook.usable()).isTrue();
        TemplateJson volume = client.templates().get("v0lume");
        assertThat(volume.usable()).isFalse();
        assertThat(volume.unusableReason()).contains("volume");
    }

    @Test
    void answers404ForNoTemplateAnd400ForNoProvider() {
        assertThat(api.get("/api/v1/templates/nothing").status()).isEqualTo(404);
        assertThat(api.get("/api/v1/templates/no%20hash").status()).isEqualTo(404);
        assertThat(api.get("/api/v1/templates?provider=nobody").status()).isEqualTo(400);
    }

    @Test
    void showsWhichTemplatesFitAnOfferAndWhichOffersFitATemplate() {
        assertThat(client.inventory().compatibleTemplates("vastai-1").templates())
                .extracting(TemplateJson::hashId)
                .containsExactly("n0tebook");
        assertThat(api.get("/api/v1/inventory/vastai-none/compatible-templates").status())
                .isEqualTo(404);
        assertThat(total("n0tebook")).isPositive();
        assertThat(total("l4rge")).isZero();

        Api.Answer unknown = api.get("/api/v1/inventory?template_hash_id=nothing");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.json().at("/details/0/field").asText()).isEqualTo("template_hash_id");
    }

    @Test
    void rentsWithOne() {
        Api.Answer created = api.post(SESSIONS, body("n0tebook"));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().at("/session/disk_gb").asInt()).isEqualTo(120);
        String id = created.json().at("/session/id").asText();
        assertThat(client.sessions().get(id).templateHashId()).isEqualTo("n0tebook");
        LaunchRequest purchase = bought.get(0);
        assertThat(purchase.setup().template()).isEqualTo(new TemplateId("n0tebook"));
        assertThat(purchase.setup().ports()).containsExactly(8080);
        assertThat(purchase.secrets().onStart()).isEqualTo("echo s3cret");
    }

    @Test
    void refusesWhatCanNotBeRentedSoAndBuysNothing() {
        assertThat(refused(body("v0lume"))).contains("volume");
        assertThat(refused(body("l4rge"))).contains("it needs vram_gb >= 9000");
        assertThat(refused(body("nothing"))).contains("there is no template nothing");
        assertThat(refused(body("no hash"))).contains("letters, digits");
        String entrypoint = body("n0tebook").replaceFirst("}", ", \"launch_mode\": \"entrypoint\"}");
        assertThat(refused(entrypoint)).contains("template_hash_id needs launch_mode ssh");
        assertThat(bought).isEmpty();
    }

    @Test
    void saysThatTheProviderFailsWhileNothingIsKnown() {
        parts.market.fail(MarketOperation.SEARCH, MarketFault.SERVER_ERROR, 1_000);

        assertEveryReadAnswers(503, "provider_unavailable");
    }

    @Test
    void saysThatTheCredentialsAreRefusedWhileNothingIsKnown() {
        parts.templateTrouble.set(
                new ProviderException(FakeParts.VASTAI, ErrorKind.UNAUTHORIZED, "the key is refused"));

        assertEveryReadAnswers(502, "provider_auth_failed");
    }

    private void assertEveryReadAnswers(int status, String type) {
        for (String path : List.of(
                "/api/v1/templates",
                "/api/v1/templates/n0tebook",
                "/api/v1/inventory/vastai-1/compatible-templates",
                "/api/v1/inventory?template_hash_id=n0tebook")) {
            Api.Answer answer = api.get(path);
            assertThat(answer.status()).as(path).isEqualTo(status);
            assertThat(answer.json().path("error_type").asText()).isEqualTo(type);
        }
    }

    private String refused(String body) {
        Api.Answer answer = api.post(SESSIONS, body);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(400);
        return answer.json().path("error").asText();
    }

    private int total(String template) {
        return client.inventory()
                .list(InventoryQuery.builder().templateHashId(template).build())
                .total();
    }

    private static String body(String template) {
        return """
                {"consumer_id": "me", "offer_id": "vastai-1", "workload_type": "llm", "reservation_hours": 1,
                 "template_hash_id": "%s"}
                """.formatted(template);
    }

    private void keep(String hash, String name, String vram, @Nullable String refusal) {
        Template template = new Template(
                FakeParts.VASTAI,
                new TemplateId(hash),
                name,
                "image:1",
                true,
                List.of(8080),
                120,
                List.of(new TemplateNeed(OfferFact.VRAM_GB, Relation.AT_LEAST, List.of(vram))),
                List.of("compute_cap"),
                refusal);
        parts.market.keep(new TemplateSetup(template, new SetupSecrets("echo s3cret", Map.of())));
    }
}
