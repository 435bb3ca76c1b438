package io.gpushopper.examples;

import io.gpushopper.sdk.CreatedSession;
import io.gpushopper.sdk.GpuShopperClient;
import io.gpushopper.sdk.InventoryQuery;
import io.gpushopper.sdk.wire.CreateSessionRequest;
import io.gpushopper.sdk.wire.OfferJson;
import io.gpushopper.sdk.wire.SessionJson;
import io.gpushopper.sdk.wire.WorkloadTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Rents the cheapest GPU, lists it with {@code nvidia-smi} over the OpenSSH client, and ends the session for certain.
 *
 * <p>The server's address is the first argument, else {@code GPUSHOPPER_URL}, else {@code http://localhost:8080}.
 */
public final class RentRunEnd {
    private RentRunEnd() {}

    /** Runs the example; fails with the exit code 1 if any step does. */
    public static void main(String[] args) throws IOException, InterruptedException {
        String baseUrl = args.length > 0
                ? args[0]
                : Optional.ofNullable(System.getenv("GPUSHOPPER_URL")).orElse("http://localhost:8080");
        GpuShopperClient client = GpuShopperClient.at(baseUrl);

        InventoryQuery cheapest = InventoryQuery.builder().limit(1).build();
        OfferJson offer = client.inventory().list(cheapest).offers().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is nothing to rent"));
        System.out.printf("Renting %d x %s for $%s an hour%n", offer.gpuCount(), offer.gpuType(), offer.pricePerHour());

        CreateSessionRequest request = CreateSessionRequest.builder("rent-run-end", offer.id(), WorkloadTypes.BATCH, 1)
                .build();
        CreatedSession created = client.sessions().create(request);
        try {
            SessionJson running = client.sessions().awaitRunning(created.id(), Duration.ofMinutes(15));
            System.out.printf("Session %s runs at %s:%d%n", running.id(), running.sshHost(), running.sshPort());
            listGpus(running, created);
        } finally {
            client.sessions().delete(created.id());
            SessionJson ended = client.sessions().awaitStopped(created.id(), Duration.ofMinutes(5));
            System.out.printf("Session %s is %s%n", ended.id(), ended.status());
        }
    }

    private static void listGpus(SessionJson session, CreatedSession created) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("gpushopper");
        Path key = directory.resolve("key");
        Path knownHosts = directory.resolve("known_hosts");
        try {
            created.privateKey().orElseThrow().writeTo(key);
            Process ssh = new ProcessBuilder(
                            "ssh",
                            "-i" + key,
                            "-p" + session.sshPort(),
                            "-oBatchMode=yes",
                            "-oIdentitiesOnly=yes",
                            "-oStrictHostKeyChecking=accept-new",
                            "-oUserKnownHostsFile=" + knownHosts,
                            session.sshUser() + "@" + session.sshHost(),
                            "nvidia-smi -L")
                    .redirectErrorStream(true)
                    .start();
            ssh.getInputStream().transferTo(System.out);
            int exit = ssh.waitFor();
            if (exit != 0) {
                throw new IllegalStateException("ssh ended with exit code " + exit);
            }
        } finally {
            Files.deleteIfExists(key);
            Files.deleteIfExists(knownHosts);
            Files.delete(directory);
        }
    }
}
