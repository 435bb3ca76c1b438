package io.gpushopper.domain.session;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.offer.TemplateId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an instance is to be set up where the consumer chose, as far as it is no secret.
 *
 * @param image the container image to run; null for the usual one of the model's server, else of the provider
 * @param ports the TCP ports to open, beside SSH, in the order asked for; the first is where what is launched serves
 * @param template the provider's template to begin with; null for none, and always where nobody logs in
 * @param mode how it is used
 * @param model the model to serve; null for none, and always where one logs in
 */
public record Setup(
        @Nullable String image,
        List<Integer> ports,
        @Nullable TemplateId template,
        LaunchMode mode,
        @Nullable ServedModel model) {
    public static final Setup USUAL = new Setup(null, List.of());

    public Setup {
        ports = List.copyOf(ports);
        requireNonNull(mode, "mode");
        if (mode == LaunchMode.SSH && model != null) {
            throw new IllegalArgumentException("a model is served by an entrypoint");
        }
        if (mode == LaunchMode.ENTRYPOINT && template != null) {
            throw new IllegalArgumentException("a template is made for a login");
        }
        if (mode == LaunchMode.ENTRYPOINT && (ports.isEmpty() || (image == null && model == null))) {
            throw new IllegalArgumentException("an entrypoint has an image or a model, and a port to serve at");
        }
    }

    /** A machine to log into. */
    public Setup(@Nullable String image, List<Integer> ports, @Nullable TemplateId template) {
        this(image, ports, template, LaunchMode.SSH, null);
    }

    /** A machine to log into that begins with no template. */
    public Setup(@Nullable String image, List<Integer> ports) {
        this(image, ports, null);
    }

    /** A program of an image's own that serves, and maybe a model. */
    public static Setup serving(@Nullable String image, List<Integer> ports, @Nullable ServedModel model) {
        return new Setup(image, ports, null, LaunchMode.ENTRYPOINT, model);
    }

    /** Whether one logs in, and the engine with its consumers. */
    public boolean hasLogin() {
        return mode == LaunchMode.SSH;
    }

    /** The image to run where this one is the provider's usual. */
    public String imageOr(String usual) {
        if (image != null) {
            return image;
        }
        return model == null ? usual : model.server().image();
    }

    /** What the image's own program is started with; nothing where it is started as it is. */
    public List<String> arguments(int gpus) {
        return model == null
                ? List.of()
                : model.server().arguments(model.id(), model.quantization(), gpus, ports.get(0));
    }

    /** How it is seen that it serves. */
    public HealthCheck healthCheck() {
        return model == null ? HealthCheck.OF_ANY_PROGRAM : HealthCheck.OF_MODEL_SERVER;
    }

    /** The {@code host:port} where it serves; empty where one logs in, and until the provider tells. */
    public Optional<String> serviceAddress(OpenPorts open) {
        return hasLogin() ? Optional.empty() : open.address(ports.get(0));
    }

    /** Whether the instance runs and it is known where it is to be proved usable. */
    boolean isReachable(InstanceView view) {
        boolean known = hasLogin()
                ? !view.endpoints().isEmpty()
                : serviceAddress(view.ports()).isPresent();
        return known && view.condition() == InstanceCondition.RUNNING;
    }
}
