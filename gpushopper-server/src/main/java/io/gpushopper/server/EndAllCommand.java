package io.gpushopper.server;

import io.dropwizard.jersey.validation.Validators;
import io.gpushopper.adapters.http.AdapterRuntime;
import io.gpushopper.application.EndAll;
import io.gpushopper.application.SteadyClock;
import io.gpushopper.domain.session.DeploymentId;
import io.gpushopper.domain.session.InstanceView;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.Sleeper;
import io.gpushopper.server.config.ConfigurationReader;
import io.gpushopper.server.config.ServerConfiguration;
import io.gpushopper.server.config.StartupException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Ends every instance of one deployment with the providers' credentials alone, without any store. Confined to one thread. */
public final class EndAllCommand {
    // What a provider has not taken by then takes a person.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final EndAll endAll;

    private EndAllCommand(EndAll endAll) {
        this.endAll = endAll;
    }

    /**
     * Over the providers that the configuration names.
     *
     * @throws StartupException when a setting doesn't do, the id is none, or no provider is configured
     */
    public static EndAllCommand of(ServerOptions options, String deployment) {
        ServerConfiguration configuration = new ConfigurationReader(Validators.newValidator())
                .read(options.file(), options.environment(), options.directory());
        InstantSource clock = new SteadyClock(InstantSource.system(), System::nanoTime);
        AdapterRuntime runtime = new AdapterRuntime(clock, Sleeper.SYSTEM, new SecureRandom(), Metrics.NONE);
        List<Provider> providers = RealParts.providers(configuration.providers(), runtime);
        if (providers.isEmpty()) {
            throw new StartupException("no provider is configured: set VASTAI_API_KEY or TENSORDOCK_API_TOKEN");
        }
        return new EndAllCommand(new EndAll(providers, id(deployment), clock, Sleeper.SYSTEM));
    }

    /**
     * What is there, or what is left.
     *
     * @param lines an instance a line, and why there may be more
     * @param isEmpty whether it is certain that nothing is there
     */
    public record Standing(List<String> lines, boolean isEmpty) {
        public Standing {
            lines = List.copyOf(lines);
        }
    }

    /** Lists the instances, and does nothing about them. */
    public Standing list() {
        return standing(endAll.list());
    }

    /**
     * Destroys them, and waits for the proofs.
     *
     * @param told is told what happens, line by line
     * @return what is left
     */
    public Standing end(Consumer<String> told) throws InterruptedException {
        return standing(endAll.end(PATIENCE, told));
    }

    private static Standing standing(EndAll.Report report) {
        List<String> lines = new ArrayList<>();
        report.instances().forEach(view -> lines.add(line(view)));
        report.troubles().forEach((provider, why) -> lines.add(provider + "  may have more: " + why));
        return new Standing(lines, report.isEmpty());
    }

    private static String line(InstanceView view) {
        return String.join(
                "  ",
                view.id().provider().value(),
                view.id().value(),
                view.condition().name().toLowerCase(Locale.ROOT),
                view.burning() == null
                        ? "untold"
                        : view.burning().total().amount().toPlainString() + " USD/h",
                view.mark());
    }

    private static DeploymentId id(String text) {
        try {
            return new DeploymentId(text);
        } catch (IllegalArgumentException rule) {
            throw new StartupException("--deployment: " + rule.getMessage(), rule);
        }
    }
}
