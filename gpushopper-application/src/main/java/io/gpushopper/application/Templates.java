package io.gpushopper.application;

import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.offer.Template;
import io.gpushopper.domain.offer.TemplateId;
import io.gpushopper.domain.session.SessionOptions;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.ProviderException;
import io.gpushopper.ports.SetupSecrets;
import io.gpushopper.ports.TemplateSetup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The providers' templates, each asked for at most once an hour, and what becomes of a session that is to begin with one. Thread-safe. */
final class Templates {
    private static final String FIELD = "template_hash_id";
    private static final Duration FRESH = Duration.ofHours(1);
    /** Anybody may name a template, so what is remembered has a bound. */
    private static final int REMEMBERED = 1_000;

    private final Providers providers;
    private final Remembered<ProviderId, List<Template>> recommended;
    private final Remembered<TemplateId, Optional<TemplateSetup>> named;

    Templates(Providers providers, InstantSource clock) {
        this.providers = providers;
        this.recommended = new Remembered<>(FRESH, REMEMBERED, clock);
        this.named = new Remembered<>(FRESH, REMEMBERED, clock);
    }

    /**
     * What the providers recommend, by name.
     *
     * @param only of this one; null for all
     * @throws ProviderException when one that is asked didn't answer, and hasn't yet
     */
    List<Template> recommended(@Nullable ProviderId only) {
        List<Template> all = new ArrayList<>();
        providers.all().stream()
                .filter(provider -> only == null || provider.id().equals(only))
                .forEach(provider -> all.addAll(recommended.get(provider.id(), provider::templates, found -> true)));
        all.sort(Comparator.comparing(Template::name)
                .thenComparing(template -> template.id().value()));
        return all;
    }

    /**
     * The template of that id, recommended or not.
     *
     * @throws ProviderException when a provider didn't tell
     */
    Optional<Template> find(TemplateId id) {
        return setup(id).map(TemplateSetup::template);
    }

    /**
     * What is wanted, with what the template brings where nothing is said about it: its command, its ports, and the disk that it is made
     * for. So all that is known of the setup stands with the session, and what becomes of the template later changes nothing.
     *
     * @throws InvalidRequestException when there is no such template, or it doesn't fit the offer
     * @throws ProviderException {@code UNSUPPORTED} when the provider has no templates; other kinds when one didn't tell
     */
    NewSession applied(NewSession wanted, Offer offer, Provider provider) {
        TemplateId id = wanted.options().setup().template();
        if (id == null) {
            return wanted;
        }
        AgreedOffer.refuseUnsupported(wanted, offer, provider);
        TemplateSetup found = setup(id)
                .orElseThrow(() -> new InvalidRequestException(
                        FIELD,
                        FIELD + ": there is no template " + id + " at "
                                + offer.id().provider()));
        Template template = found.template();
        template.misfit(offer).ifPresent(why -> {
            throw new InvalidRequestException(FIELD, FIELD + ": " + id + " can't be used for this offer: " + why);
        });
        return new NewSession(
                wanted.consumer(),
                wanted.offer(),
                wanted.workload(),
                wanted.reservation(),
                wanted.idleThresholdMinutes(),
                disk(wanted.diskGb(), template, offer),
                wanted.bootTimeout(),
                wanted.sshTimeout(),
                wanted.ownKey(),
                opening(wanted.options(), template),
                starting(wanted.secrets(), found.secrets()));
    }

    /**
     * Which offers an instance may begin with the template of that setup on; all of them when it has none. It is asked for here, once, and
     * not for each offer.
     *
     * @throws ProviderException when a provider didn't tell
     */
    Predicate<Offer> fitting(Setup setup) {
        TemplateId id = setup.template();
        if (id == null) {
            return offer -> true;
        }
        Optional<Template> found = find(id);
        return offer -> found.filter(template -> template.fits(offer)).isPresent();
    }

    private Optional<TemplateSetup> setup(TemplateId id) {
        return named.get(id, () -> asked(id), Optional::isPresent);
    }

    private Optional<TemplateSetup> asked(TemplateId id) {
        for (Provider provider : providers.all()) {
            Optional<TemplateSetup> found = provider.template(id);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static @Nullable Integer disk(@Nullable Integer asked, Template template, Offer offer) {
        Integer made = template.diskGb();
        return asked != null || made == null || made <= offer.diskGb() ? asked : made;
    }

    private static SessionOptions opening(SessionOptions options, Template template) {
        Setup setup = options.setup();
        Set<Integer> ports = new LinkedHashSet<>(setup.ports());
        ports.addAll(template.ports());
        return options.settingUp(new Setup(setup.image(), List.copyOf(ports), setup.template()));
    }

    private static SetupSecrets starting(SetupSecrets wanted, SetupSecrets template) {
        return wanted.onStart() == null ? new SetupSecrets(template.onStart(), wanted.environment()) : wanted;
    }
}
