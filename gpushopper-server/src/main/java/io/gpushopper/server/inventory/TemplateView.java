package io.gpushopper.server.inventory;

import io.gpushopper.domain.offer.Template;
import io.gpushopper.sdk.wire.TemplateJson;
import io.gpushopper.sdk.wire.TemplatesJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Templates as the API shows them: what may be secret of them is not there. */
final class TemplateView {
    /** The parameter that names one. */
    static final String PARAMETER = "template_hash_id";

    private TemplateView() {}

    static TemplatesJson list(List<Template> templates) {
        return new TemplatesJson(templates.stream().map(TemplateView::template).toList(), templates.size());
    }

    static TemplateJson template(Template template) {
        return new TemplateJson(
                template.id().value(),
                template.provider().value(),
                orNull(template.name()),
                orNull(template.image()),
                template.recommended(),
                template.ports(),
                template.diskGb(),
                template.needs().stream().map(Object::toString).toList(),
                template.unjudged(),
                template.refusal() == null,
                template.refusal());
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
