package io.gpushopper.ports;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.Template;

/**
 * A template with what may be secret of it.
 *
 * @param template the rest of it
 * @param secrets the command that it runs at the start; its variables are the provider's to set
 */
public record TemplateSetup(Template template, SetupSecrets secrets) {
    public TemplateSetup {
        requireNonNull(template, "template");
        requireNonNull(secrets, "secrets");
    }
}
