package io.gpushopper.adapters.vastai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.adapters.http.AdapterRuntime;
import io.gpushopper.adapters.http.ApiKey;
import io.gpushopper.adapters.http.JsonFields;
import io.gpushopper.domain.offer.Template;
import io.gpushopper.domain.offer.TemplateId;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.ports.TemplateSetup;
import io.gpushopper.testkit.SettableClock;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VastAiTemplatesTest {
    private static final TemplateId PYTORCH = new TemplateId("4e17788f74f075dd9aab7d0d4427968f");

    private final SettableClock clock = new SettableClock();

    @Test
    void listsWhatIsRecommended() throws IOException {
        try (CannedAnswers answers = new CannedAnswers(Fixtures.text("templates.json"))) {
            List<Template> templates = provider(answers).templates();

            assertThat(answers.requests().get(0))
                    .startsWith(
                            "GET /api/v0/template/?select_filters=%7B%22recommended%22%3A%7B%22eq%22%3Atrue%7D%7D&");
            assertThat(templates).hasSize(2);
            Template pytorch = templates.get(0);
            assertThat(pytorch.id()).isEqualTo(PYTORCH);
            assertThat(pytorch.image()).isEqualTo("vastai/pytorch:cuda-12.8.1-auto");
            assertThat(pytorch.ports()).containsExactly(1111, 8080);
            assertThat(pytorch.diskGb()).isEqualTo(32);
            assertThat(pytorch.needs())
                    .extracting(Object::toString)
                    .containsExactly("cuda_version >= 12.8", "vram_gb >= 24");
            assertThat(pytorch.unjudged()).containsExactly("compute_cap");
            assertThat(pytorch.refusal()).isNull();
            assertThat(templates.get(1).refusal()).contains("volume");
        }
    }

    @Test
    void findsOneByItsHash() throws IOException {
        try (CannedAnswers answers = new CannedAnswers(Fixtures.text("templates.json"))) {
            Provider provider = provider(answers);

            TemplateSetup found = provider.template(PYTORCH).orElseThrow();

            assertThat(found.template().name()).isEqualTo("PyTorch (Vast)");
            assertThat(found.secrets().onStart()).isEqualTo("entrypoint.sh");
            assertThat(found.toString()).doesNotContain("entrypoint.sh");
            assertThat(answers.requests().get(0)).contains("hash_id").contains(PYTORCH.value());
            assertThat(provider.template(new TemplateId("0000")))
                    .as("what comes in spite of the filter is not it")
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"templates\":null}", "[]"})
    void anAnswerWithoutTemplatesIsNoEmptyList(String body) throws IOException {
        try (CannedAnswers answers = new CannedAnswers(body)) {
            Provider provider = provider(answers);

            assertThatExceptionOfType(ProviderException.class)
                    .isThrownBy(provider::templates)
                    .matches(failed -> failed.kind() == ErrorKind.MALFORMED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-v V.20118481:/data",
                "-e A=1 -v=data:/data",
                "-vdata:/data",
                "-itv data:/data",
                "--volume data:/data",
                "--volume=data:/data",
                "--mount type=volume,src=data,dst=/data",
                "--mount=type=bind,src=/,dst=/host",
                "--volumes-from other",
                "'-v' data:/data",
                "\\-v data:/data",
                "-e A='open"
            })
    void refusesWhateverWouldBringAVolume(String env) {
        assertThat(read(object("env", env)).refusal()).contains("volume");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-e ARGS=\"-v --volume x\" -p 8000:8000",
                "-e 'A=it is -v fine' --verbose",
                "-h v-host -e V=1 --env-file x"
            })
    void whatOnlyLooksLikeOneIsFine(String env) {
        assertThat(read(object("env", env)).refusal()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "extra_filters | {\"avail_vol_ask_id\":{\"gt\":0}}",
                "extra_filters | {\"volume_size\":{\"gte\":10}}",
                "extra_filters | no json",
                "volume_info | {\"create_new\":true}",
                "volume_id | 17"
            })
    void refusesFieldsAboutVolumes(String field, String value) {
        assertThat(read(object(field, value)).refusal()).contains("volume");
    }

    @Test
    void refusesVolumesInAnEnvironmentThatIsAnObject() {
        ObjectNode template = object("name", "x");
        template.putObject("env").put("-v data:/data", "1");

        assertThat(read(template).refusal()).contains("volume");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"gpu_name\":{\"in\":[\"RTX_4090\",\"H100 SXM\"]}} | gpu_type in RTX 4090, H100 SXM5",
                "{\"gpu_total_ram\":{\"gte\":81920}} | total_vram_gb >= 80",
                "{\"num_gpus\":{\"eq\":\"2\"}} | gpu_count = 2",
                "{\"geolocation\":{\"notin\":[\"CN\",\"RU\"]}} | country not in CN, RU",
                "{\"inet_down\":{\"gt\":500.5}} | inet_down_mbps > 500.5",
                "{\"gpu_ram\":{\"lte\":999999999999999}} | vram_gb <= 2147483647"
            })
    void readsItsFiltersInTheWordsOfOffers(String filters, String need) {
        assertThat(read(object("extra_filters", filters)).needs())
                .extracting(Object::toString)
                .containsExactly(need);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"num_gpus\":{\"like\":\"2\"}}",
                "{\"num_gpus\":2}",
                "{\"num_gpus\":{\"gte\":\"many\"}}",
                "{\"num_gpus\":{\"gte\":[]}}",
                "{\"num_gpus\":{\"gte\":null}}",
                "{\"num_gpus\":{\"lte\":8,\"gte\":[1,2]}}",
                "{\"num_gpus\":{\"gte\":1e999999999}}",
                "{\"num_gpus\":{\"in\":[1,1e999999999]}}"
            })
    void namesWhatItCanNotJudge(String filters) {
        Template template = read(object("extra_filters", filters));

        assertThat(template.needs()).isEmpty();
        assertThat(template.unjudged()).containsExactly("num_gpus");
    }

    private static ObjectNode object(String field, @Nullable String value) {
        return JsonNodeFactory.instance.objectNode().put("hash_id", "abc").put(field, value);
    }

    private static Template read(ObjectNode json) {
        return VastAiTemplate.read(new JsonFields(json)).orElseThrow().template();
    }

    private Provider provider(CannedAnswers answers) {
        return VastAiProviderFactory.create(
                VastAiConfig.of(answers.uri(), new ApiKey("k3y0must0never0be0logged"))
                        .withPaceFactor(BigDecimal.ZERO),
                new AdapterRuntime(clock, clock::advance, new Random(1), Metrics.NONE));
    }
}
