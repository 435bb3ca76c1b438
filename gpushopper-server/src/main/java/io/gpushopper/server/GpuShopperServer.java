package io.gpushopper.server;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheckRegistry;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jersey.validation.Validators;
import io.gpushopper.application.SteadyClock;
import io.gpushopper.sdk.wire.WireJson;
import io.gpushopper.server.config.ConfigurationReader;
import io.gpushopper.server.config.ServerConfiguration;
import io.gpushopper.server.config.StartupException;
import io.gpushopper.server.http.JettyErrors;
import io.gpushopper.server.http.PlainTags;
import io.gpushopper.server.http.UnreadBody;
import jakarta.validation.ValidatorFactory;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the server, in this process. */
public final class GpuShopperServer {
    private static final Logger LOG = LoggerFactory.getLogger(GpuShopperServer.class);

    private GpuShopperServer() {}

    /**
     * Starts the server as its configuration says, and returns once it listens. The sweep at start-up goes on behind it.
     *
     * @throws StartupException when it can't; its message is one line for the operator, and nothing is left running
     */
    public static RunningServer start(ServerOptions options) {
        SteadyClock clock = new SteadyClock(InstantSource.system(), System::nanoTime);
        return start(options, new RealParts(clock), clock);
    }

    static RunningServer start(ServerOptions options, Parts.Factory parts, InstantSource clock) {
        CompletableFuture<StartupException> fatal = new CompletableFuture<>();
        GpuShopperApplication application = new GpuShopperApplication(parts, clock, fatal);
        Bootstrap<ServerConfiguration> bootstrap = new Bootstrap<>(application);
        ValidatorFactory validators = Validators.newValidatorFactory();
        ServerConfiguration configuration = new ConfigurationReader(validators.getValidator())
                .read(options.file(), options.environment(), options.directory());
        MetricRegistry metrics = bootstrap.getMetricRegistry();
        configuration.getLoggingFactory().configure(metrics, application.getName());
        Environment environment = new Environment(
                application.getName(),
                WireJson.mapper(),
                validators,
                metrics,
                bootstrap.getClassLoader(),
                new HealthCheckRegistry(),
                configuration);
        return new Start(application, configuration, environment, fatal).run();
    }

    /** One start, which leaves nothing behind when it fails. */
    private record Start(
            GpuShopperApplication application,
            ServerConfiguration configuration,
            Environment environment,
            CompletableFuture<StartupException> fatal) {
        RunningServer run() {
            try {
                application.run(configuration, environment);
                return listening(configuration.getServerFactory().build(environment));
            } catch (RuntimeException failed) {
                application.abandon();
                throw failed;
            }
        }

        private RunningServer listening(Server jetty) {
            jetty.setErrorHandler(new JettyErrors());
            jetty.setHandler(new UnreadBody(new PlainTags(jetty.getHandler())));
            // Whoever has the running server closes it; Jetty's own shutdown hook would tear at it at the same time.
            jetty.setStopAtShutdown(false);
            try {
                Connectors connectors = Connectors.open(jetty);
                connectors.warnOfStrangers(
                        configuration.auth().tokens().isEmpty()
                                ? Connectors.Tokens.NONE
                                : Connectors.Tokens.CONFIGURED);
                jetty.start();
                RunningServer server =
                        new RunningServer(jetty, connectors, fatal, application::release, application::endSessions);
                LOG.info("listening on {}, admin pages on {}", server.uri(), server.adminUri());
                return server;
            } catch (StartupException refused) {
                throw refused;
            } catch (Exception broken) {
                stopped(jetty);
                throw new StartupException("the server could not start: " + broken.getMessage(), broken);
            }
        }

        private static void stopped(Server jetty) {
            try {
                jetty.stop();
            } catch (Exception unclean) {
                LOG.debug("a server that did not start did not stop in order", unclean);
            }
        }
    }
}
