package io.gpushopper.examples;

import io.gpushopper.adapters.http.AdapterRuntime;
import io.gpushopper.adapters.http.ApiKey;
import io.gpushopper.adapters.http.HttpEndpointProbe;
import io.gpushopper.adapters.ssh.SshAdapters;
import io.gpushopper.adapters.vastai.VastAiConfig;
import io.gpushopper.adapters.vastai.VastAiProviderFactory;
import io.gpushopper.application.CreatedSession;
import io.gpushopper.application.GpuShopper;
import io.gpushopper.application.NewSession;
import io.gpushopper.application.SteadyClock;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.offer.OfferQuery;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.WorkloadType;
import io.gpushopper.persistence.StoreSettings;
import io.gpushopper.persistence.Stores;
import io.gpushopper.ports.Metrics;
import io.gpushopper.ports.Provider;
import io.gpushopper.ports.Sleeper;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * Rents the cheapest GPU of Vast.ai with the library inside this JVM, and ends the session for certain. The arguments are the
 * service's address, a database file, and nothing secret: the key is in {@code VASTAI_API_KEY}.
 */
public final class EmbedInJvm {
    private EmbedInJvm() {}

    /** Runs the example; fails with the exit code 1 if any step does. */
    public static void main(String[] args) throws InterruptedException {
        Session ended = rentAndEnd(URI.create(args[0]), Path.of(args[1]), System.getenv("VASTAI_API_KEY"));
        System.out.printf("Session %s is %s%n", ended.id(), ended.status().word());
    }

    static Session rentAndEnd(URI vastAiUrl, Path database, String key) throws InterruptedException {
        SteadyClock clock = new SteadyClock(InstantSource.system(), System::nanoTime);
        AdapterRuntime runtime =
                new AdapterRuntime(clock, Sleeper.SYSTEM, new SecureRandom(), Metrics.NONE).telling(clock::told);
        Provider vastAi = VastAiProviderFactory.create(VastAiConfig.of(vastAiUrl, new ApiKey(key)), runtime);
        try (Stores stores = Stores.embedded(database, StoreSettings.defaults().withClock(clock));
                SshAdapters ssh = SshAdapters.start(1, Executors.defaultThreadFactory());
                GpuShopper shopper = GpuShopper.builder()
                        .providers(List.of(vastAi))
                        .sessions(stores.sessions())
                        .ledger(stores.ledger())
                        .queue(stores.queue())
                        .ownership(stores.ownership())
                        .probe(ssh.probe())
                        .endpoints(new HttpEndpointProbe())
                        .keys(ssh.keyMaker())
                        .clock(clock)
                        .sureOfTime(clock::isSure)
                        .build()) {
            shopper.start().toCompletableFuture().join();
            shopper.firstOffers().toCompletableFuture().join();
            Offer offer = shopper.offers(OfferQuery.EVERYTHING, 0, 1).offers().get(0);
            System.out.printf(
                    "Renting %d x %s%n", offer.gpus().count(), offer.gpus().model());
            CreatedSession created = shopper.createSession(
                    NewSession.of(new ConsumerId("embedded"), offer.id(), WorkloadType.BATCH, Duration.ofHours(1)));
            Session running =
                    shopper.awaitSession(created.session().id(), EmbedInJvm::runsOrEnds, Duration.ofMinutes(15));
            System.out.printf(
                    "Session %s is %s%n", running.id(), running.status().word());
            shopper.deleteSession(running.id());
            return shopper.awaitSession(
                    running.id(), session -> session.status().isFinal(), Duration.ofMinutes(5));
        }
    }

    private static boolean runsOrEnds(Session session) {
        return session.status() == SessionStatus.RUNNING || !session.isActive();
    }
}
