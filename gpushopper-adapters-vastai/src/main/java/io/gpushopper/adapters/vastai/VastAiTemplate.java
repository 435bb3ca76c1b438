package io.gpushopper.adapters.vastai;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.adapters.http.JsonFields;
import io.gpushopper.domain.offer.Template;
import io.gpushopper.domain.offer.TemplateId;
import io.gpushopper.ports.SetupSecrets;
import io.gpushopper.ports.TemplateSetup;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads an element of {@code templates}. One that would create or attach a volume is refused, and so is one of which that can't be told:
 * a volume bills until it is deleted, whatever becomes of the instance. Immutable.
 *
 * <pre>{"hash_id":"4e17788f74f075dd9aab7d0d4427968f","name":"PyTorch","image":"vastai/pytorch","tag":"cuda-12.8.1",
 * "env":"-e TZ=UTC -p 8080:8080","onstart":"entrypoint.sh","runtype":"jupyter","recommended":true,
 * "recommended_disk_space":32,"extra_filters":"{\"cuda_max_good\":{\"gte\":12.8}}"}</pre>
 */
final class VastAiTemplate {
    private static final String VOLUME = "volume";
    private static final int LARGEST_DISK_GB = 100_000;

    private VastAiTemplate() {}

    /** Empty when it doesn't say which template it is. */
    static Optional<TemplateSetup> read(JsonFields json) {
        return json.text("hash_id").flatMap(TemplateId::parse).map(id -> read(json, id));
    }

    private static TemplateSetup read(JsonFields json, TemplateId id) {
        Optional<DockerFlags> flags = flags(json.at("env").node());
        Optional<ExtraFilters> filters =
                ExtraFilters.read(json.at("extra_filters").node());
        int disk = json.smallInteger("recommended_disk_space").orElse(0);
        return new TemplateSetup(
                new Template(
                        VastAiProviderFactory.ID,
                        id,
                        json.text("name").orElse(""),
                        image(json),
                        json.flag("recommended").orElse(false),
                        flags.map(DockerFlags::ports).orElse(List.of()),
                        disk >= 1 && disk <= LARGEST_DISK_GB ? disk : null,
                        filters.map(ExtraFilters::needs).orElse(List.of()),
                        filters.map(ExtraFilters::unjudged).orElse(List.of()),
                        refusal(json, flags, filters)),
                new SetupSecrets(json.text("onstart").orElse(null), Map.of()));
    }

    private static @Nullable String refusal(
            JsonFields json, Optional<DockerFlags> flags, Optional<ExtraFilters> filters) {
        if (flags.isEmpty() || filters.isEmpty()) {
            return "what it asks for can't be read, so that it might create a volume, which bills until it is deleted";
        }
        boolean asks = json.names().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).contains(VOLUME))
                .anyMatch(name -> isSet(json.at(name).node()));
        return asks || flags.get().mountsVolume() || filters.get().asksForVolume()
                ? "it would create or attach a volume, which bills until it is deleted"
                : null;
    }

    private static boolean isSet(JsonNode value) {
        return switch (value.getNodeType()) {
            case MISSING, NULL -> false;
            case BOOLEAN -> value.booleanValue();
            case NUMBER -> value.decimalValue().signum() != 0;
            case STRING -> !value.asText().isBlank();
            case ARRAY, OBJECT -> !value.isEmpty();
            case BINARY, POJO -> true;
        };
    }

    private static String image(JsonFields json) {
        String image = json.text("image").orElse("");
        String tag = json.text("tag").orElse("");
        return image.isEmpty() || tag.isEmpty() ? image : image + ":" + tag;
    }

    /** Flags as one text, or as in a purchase the names of an object. */
    private static Optional<DockerFlags> flags(JsonNode env) {
        if (env.isMissingNode() || env.isNull()) {
            return DockerFlags.parse("");
        }
        if (env.isObject()) {
            StringBuilder names = new StringBuilder();
            env.properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(name -> name.startsWith("-"))
                    .forEach(name -> names.append(name).append(' '));
            return DockerFlags.parse(names.toString());
        }
        return env.isTextual() ? DockerFlags.parse(env.asText()) : Optional.empty();
    }
}
