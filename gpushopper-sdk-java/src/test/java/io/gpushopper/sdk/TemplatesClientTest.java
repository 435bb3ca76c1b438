package io.gpushopper.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.sdk.errors.NotFoundException;
import io.gpushopper.sdk.wire.TemplateJson;
import io.gpushopper.sdk.wire.TemplatesJson;
import org.junit.jupiter.api.Test;

class TemplatesClientTest {
    private static final String LIST = """
            {"templates": [{"hash_id": "5b9b", "provider": "vastai", "name": "PyTorch", "image": "pytorch/pytorch:2.5.1",
             "recommended": true, "ports": [8080], "recommended_disk_gb": 32, "requirements": ["cuda_version >= 12.4"],
             "unchecked_requirements": [], "usable": true}], "count": 1}""";

    private final FakeTransport transport = new FakeTransport();
    private final GpuShopperClient client = GpuShopperClient.builder("http://localhost:8080")
            .transport(transport)
            .build();

    @Test
    void listsTemplates() {
        transport.answers(200, LIST).answers(200, LIST).answers(200, LIST);

        TemplatesJson templates = client.templates().list();
        client.templates().list("vastai");
        client.inventory().compatibleTemplates("vastai-12345");

        assertThat(transport.calls())
                .extracting(call -> call.uri().toString())
                .containsExactly(
                        "http://localhost:8080/api/v1/templates",
                        "http://localhost:8080/api/v1/templates?provider=vastai",
                        "http://localhost:8080/api/v1/inventory/vastai-12345/compatible-templates");
        assertThat(templates.count()).isEqualTo(1);
        TemplateJson template = templates.templates().get(0);
        assertThat(template.hashId()).isEqualTo("5b9b");
        assertThat(template.ports()).containsExactly(8080);
        assertThat(template.recommendedDiskGb()).isEqualTo(32);
        assertThat(template.requirements()).containsExactly("cuda_version >= 12.4");
        assertThat(template.unusableReason()).isNull();
    }

    @Test
    void readsOne() {
        transport.answers(
                200,
                "{\"hash_id\": \"v0\", \"provider\": \"vastai\", \"recommended\": false,"
                        + " \"usable\": false, \"unusable_reason\": \"it would create a volume\"}");

        TemplateJson template = client.templates().get("v0");

        assertThat(transport.onlyCall().uri().toString()).isEqualTo("http://localhost:8080/api/v1/templates/v0");
        assertThat(template.usable()).isFalse();
        assertThat(template.unusableReason()).contains("volume");
        assertThat(template.ports()).isEmpty();
    }

    @Test
    void saysThatThereIsNone() {
        transport.answers(404, "{\"error\": \"template not found: v0\", \"error_type\": \"not_found\"}");

        assertThatThrownBy(() -> client.templates().get("v0")).isInstanceOf(NotFoundException.class);
    }
}
