package io.gpushopper.domain.session;

import io.gpushopper.domain.offer.TemplateId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an instance is to be set up where the consumer chose, as far as it is no secret.
 *
 * @param image the container image to run; null for the provider's usual one
 * @param ports the TCP ports to open, beside SSH, in the order asked for
 * @param template the provider's template to begin with; null for none
 */
public record Setup(
        @Nullable String image,
        List<Integer> ports,
        @Nullable TemplateId template) {
    public static final Setup USUAL = new Setup(null, List.of());

    public Setup {
        ports = List.copyOf(ports);
    }

    /** One that begins with no template. */
    public Setup(@Nullable String image, List<Integer> ports) {
        this(image, ports, null);
    }
}
