package io.gpushopper.server;

import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Environment;
import io.gpushopper.application.GpuShopper;
import io.gpushopper.ports.Threads;
import io.gpushopper.server.access.Access;
import io.gpushopper.server.access.OwnSessions;
import io.gpushopper.server.admin.OperatorTasks;
import io.gpushopper.server.config.ServerConfiguration;
import io.gpushopper.server.config.StartupException;
import io.gpushopper.server.costs.CostsResource;
import io.gpushopper.server.health.Health;
import io.gpushopper.server.health.HealthResource;
import io.gpushopper.server.health.PartHealthCheck;
import io.gpushopper.server.http.BodyLimit;
import io.gpushopper.server.http.ErrorMapper;
import io.gpushopper.server.http.JettyErrors;
import io.gpushopper.server.http.LostAnswers;
import io.gpushopper.server.http.RequestIds;
import io.gpushopper.server.http.Waiting;
import io.gpushopper.server.http.WellFormedQuery;
import io.gpushopper.server.inventory.InventoryResource;
import io.gpushopper.server.inventory.OfferHealthResource;
import io.gpushopper.server.inventory.TemplatesResource;
import io.gpushopper.server.metrics.MetricsResource;
import io.gpushopper.server.metrics.PoolGauges;
import io.gpushopper.server.metrics.PrometheusMetrics;
import io.gpushopper.server.metrics.RequestTimes;
import io.gpushopper.server.metrics.SpendCounter;
import io.gpushopper.server.metrics.StoreGauges;
import io.gpushopper.server.openapi.OpenApiResource;
import io.gpushopper.server.sessions.EventStreams;
import io.gpushopper.server.sessions.SessionsResource;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.dropwizard.DropwizardExports;
import io.prometheus.client.hotspot.DefaultExports;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.ws.rs.Priorities;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.glassfish.jersey.server.ServerProperties;

/** The composition root: puts the library, what stands behind it and what shows it over HTTP together. Confined to the start. */
final class GpuShopperApplication extends Application<ServerConfiguration> {
    static final String NAME = "gpushopper";
    /** Before whatever may refuse a request, so that refusals are timed too; Jersey takes 0 for no order at all. */
    private static final int FIRST = 1;

    private final Parts.Factory factory;
    private final InstantSource clock;
    private final CompletableFuture<StartupException> fatal;
    private Runnable closing = () -> {};
    private Runnable releasing = () -> {};
    private RunningServer.SessionsEnd ending = atMost -> {};

    GpuShopperApplication(Parts.Factory factory, InstantSource clock, CompletableFuture<StartupException> fatal) {
        this.factory = factory;
        this.clock = clock;
        this.fatal = fatal;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public void run(ServerConfiguration configuration, Environment environment) {
        Access access = Access.of(configuration.auth());
        CollectorRegistry registry = new CollectorRegistry();
        PrometheusMetrics metrics = new PrometheusMetrics(registry);
        Parts parts = factory.make(configuration, metrics);
        closing = parts.closing();
        GpuShopper shopper = library(parts, configuration, metrics);
        metrics.expect(shopper.providers().keySet());
        new StoreGauges(shopper, clock, parts.shared().overdue()).register(registry);
        new SpendCounter(shopper).register(registry);
        new PoolGauges(parts.storePool()).register(registry);
        new DropwizardExports(environment.metrics()).register(registry);
        DefaultExports.register(registry);
        Waiting waiting = new Waiting();
        CredentialWatch watch = new CredentialWatch(shopper, fatal);
        EventStreams streams = new EventStreams(shopper, environment.getObjectMapper());
        releasing = shopper::releaseWaiting;
        ending = shopper::endSessions;
        environment
                .lifecycle()
                .manage(new EngineLifecycle(
                        shopper,
                        List.of(waiting, streams),
                        watch,
                        parts.shared().clockWatch(),
                        parts.closing()));
        environment.jersey().getResourceConfig().register(access, Priorities.AUTHENTICATION);
        environment.jersey().getResourceConfig().register(new OwnSessions(shopper), Priorities.AUTHORIZATION);
        serve(environment, shopper, registry, new Health(shopper, parts.databaseUp(), parts.queueOnTime()));
        OperatorTasks.serve(environment.admin(), shopper);
        environment.jersey().register(new SessionsResource(shopper, waiting, streams, clock));
    }

    /** Gives back what a server that never started holds. */
    void abandon() {
        closing.run();
    }

    /** Ends what lives, as long as the server runs. */
    void endSessions(Duration atMost) throws InterruptedException {
        ending.accept(atMost);
    }

    /** Lets go the requests that wait for sessions, before the server waits for its requests. */
    void release() {
        releasing.run();
    }

    private GpuShopper library(Parts parts, ServerConfiguration configuration, PrometheusMetrics metrics) {
        GpuShopper.Builder library = GpuShopper.builder()
                .providers(parts.providers())
                .sessions(parts.sessions())
                .ledger(parts.ledger())
                .queue(parts.queue())
                .ownership(parts.ownership())
                .probe(parts.probe())
                .endpoints(parts.endpoints())
                .keys(parts.keys())
                .metrics(metrics)
                .settings(configuration.engineSettings())
                .mode(configuration.engineMode())
                .spending(configuration.spendRules())
                .clock(clock)
                .sureOfTime(parts.shared().sureOfTime())
                .rounds(parts.shared().rounds());
        Threads threads = factory.libraryThreads();
        return (threads == null ? library : library.threads(threads)).build();
    }

    private void serve(Environment environment, GpuShopper shopper, CollectorRegistry registry, Health health) {
        environment
                .servlets()
                .addFilter("request-ids", new RequestIds())
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        FilterRegistration.Dynamic lostAnswers = environment.servlets().addFilter("lost-answers", new LostAnswers());
        lostAnswers.setAsyncSupported(true);
        // Only a create brings what nobody else has.
        lostAnswers.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, SessionsResource.PATH);
        environment.jersey().property(ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true);
        environment.jersey().getResourceConfig().register(new RequestTimes(registry, System::nanoTime), FIRST);
        environment.jersey().register(new WellFormedQuery());
        environment.jersey().register(new BodyLimit());
        environment.jersey().register(new ErrorMapper());
        environment.jersey().register(new HealthResource(health, clock));
        environment.jersey().register(new MetricsResource(registry));
        environment.jersey().register(new InventoryResource(shopper));
        environment.jersey().register(new OfferHealthResource(shopper));
        environment.jersey().register(new TemplatesResource(shopper));
        environment.jersey().register(new CostsResource(shopper, clock));
        environment.jersey().register(new OpenApiResource(ServerApi::description));
        environment
                .healthChecks()
                .register("database", new PartHealthCheck(health::isDatabaseUp, "the database does not answer"));
        environment
                .healthChecks()
                .register(
                        "queue",
                        new PartHealthCheck(
                                health::isQueueOnTime,
                                "the work queue has not looked for five minutes, or a session is overdue by so much"));
        environment.getApplicationContext().setErrorHandler(new JettyErrors());
    }
}
