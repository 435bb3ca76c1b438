package io.gpushopper.adapters.vastai;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.adapters.http.AdapterRuntime;
import io.gpushopper.adapters.http.ApiKey;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.Template;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.InstanceCondition;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.InstanceView;
import io.gpushopper.domain.session.OpenPorts;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.domain.session.SshPublicKey;
import io.gpushopper.domain.session.Tag;
import io.gpushopper.ports.InstanceAnswer;
import io.gpushopper.ports.LaunchRequest;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.TemplateSetup;
import io.gpushopper.simulator.Simulator;
import io.gpushopper.simulator.SimulatorSettings;
import io.gpushopper.simulator.market.TimingProfile;
import io.gpushopper.testkit.Eventually;
import io.gpushopper.testkit.SettableClock;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Buys with the templates of the simulated market. */
class VastAiTemplatePurchaseTest {
    private static final SshPublicKey KEY =
            new SshPublicKey("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHVsdHJhLXNlY3JldC1lbmdpbmUta2V5LW9mLXRlc3Rz engine");

    private final SettableClock clock = new SettableClock(Instant.now());
    private final Random random = new Random(7);

    @Test
    void bringsALoginAndThePortsOfTheTemplateWhateverItsRunType() {
        try (Simulator simulator = Simulator.start(SimulatorSettings.builder(TimingProfile.DEMO)
                .rateLimitScale(BigDecimal.ZERO)
                .timeFactor(BigDecimal.valueOf(100))
                .build())) {
            Provider provider = provider(simulator);
            Template notebook = provider.templates().stream()
                    .filter(template -> template.name().equals("PyTorch notebook"))
                    .findFirst()
                    .orElseThrow();
            TemplateSetup setup = provider.template(notebook.id()).orElseThrow();
            Offer offer = provider.offers().stream()
                    .filter(notebook::fits)
                    .filter(fitting -> fitting.launchTerms().startsWith("ssh_direct"))
                    .findFirst()
                    .orElseThrow();

            InstanceId id = provider.launch(request(offer, setup)).brought().orElseThrow();

            Eventually.holds("the instance runs", () -> view(provider, id).condition() == InstanceCondition.RUNNING);
            InstanceView view = view(provider, id);
            assertThat(view.endpoints()).as("by its host and by the proxy").hasSize(2);
            assertThat(view.ports().mapped())
                    .extracting(OpenPorts.PublicPort::inside)
                    .containsExactly(8080);
            provider.destroy(id);
        }
    }

    @Test
    void knowsWhichWouldBringAVolume() {
        try (Simulator simulator = Simulator.start(SimulatorSettings.builder(TimingProfile.DEMO)
                .rateLimitScale(BigDecimal.ZERO)
                .build())) {
            assertThat(provider(simulator).templates())
                    .filteredOn(template -> template.refusal() != null)
                    .extracting(Template::name)
                    .containsExactly("Shared data");
        }
    }

    private static InstanceView view(Provider provider, InstanceId id) {
        return ((InstanceAnswer.Present) provider.instance(id)).view();
    }

    private LaunchRequest request(Offer offer, TemplateSetup found) {
        Tag tag = new Tag(new DeploymentId("templates"), SessionId.random(random), 1, clock.instant());
        Template template = found.template();
        return new LaunchRequest(
                tag,
                offer.id(),
                offer.launchTerms(),
                50,
                new Setup(null, template.ports(), template.id()),
                found.secrets(),
                List.of(KEY),
                clock.instant().plus(Duration.ofMinutes(1)));
    }

    private Provider provider(Simulator simulator) {
        VastAiConfig config = VastAiConfig.of(
                        URI.create(simulator.vastAiUrl()), new ApiKey("good0must0never0be0logged"))
                .withPaceFactor(BigDecimal.ZERO);
        return VastAiProviderFactory.create(
                config, new AdapterRuntime(clock, clock::advance, new Random(1), Metrics.NONE));
    }
}
