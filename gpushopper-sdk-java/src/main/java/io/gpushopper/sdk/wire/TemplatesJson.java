package io.gpushopper.sdk.wire;

import java.util.List;

/**
 * The answer of {@code GET /api/v1/templates} and of {@code GET /api/v1/inventory/{id}/compatible-templates}. Immutable.
 *
 * @param templates by name; never null
 * @param count how many they are
 */
public record TemplatesJson(List<TemplateJson> templates, int count) {
    public TemplatesJson {
        templates = Copies.list(templates);
    }
}
