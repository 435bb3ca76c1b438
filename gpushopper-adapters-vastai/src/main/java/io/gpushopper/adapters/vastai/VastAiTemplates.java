package io.gpushopper.adapters.vastai;

import io.gpushopper.adapters.http.ApiCall;
import io.gpushopper.adapters.http.ApiClient;
import io.gpushopper.adapters.http.JsonFields;
import io.gpushopper.domain.offer.TemplateId;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.ports.TemplateSetup;
import java.util.List;
import java.util.Optional;

/**
 * Asks for templates. Of all there are thousands, made by other customers, so only those are listed that Vast.ai recommends; any can be
 * asked for by its hash (docs/PROVIDERS.md, Vast.ai: templates). Thread-safe.
 */
final class VastAiTemplates {
    private static final String RECOMMENDED = "{\"recommended\":{\"eq\":true}}";

    private final VastAiApi api;
    private final ApiClient client;

    VastAiTemplates(VastAiApi api, ApiClient client) {
        this.api = api;
        this.client = client;
    }

    List<TemplateSetup> recommended() {
        return asked(RECOMMENDED).stream()
                .filter(found -> found.template().recommended())
                .toList();
    }

    /** What is found is compared anew: not every filter is honoured. */
    Optional<TemplateSetup> find(TemplateId id) {
        return asked("{\"hash_id\":{\"eq\":\"" + id.value() + "\"}}").stream()
                .filter(found -> found.template().id().equals(id))
                .findFirst();
    }

    private List<TemplateSetup> asked(String filters) {
        ApiCall call = api.templates(filters);
        JsonFields templates = client.call(call)
                .json()
                .map(body -> body.at("templates"))
                .filter(JsonFields::isArray)
                .orElseThrow(() -> new ProviderException(
                        VastAiProviderFactory.ID,
                        ErrorKind.MALFORMED,
                        "templates brought an answer without templates"));
        return templates.elements().stream()
                .flatMap(json -> VastAiTemplate.read(json).stream())
                .toList();
    }
}
