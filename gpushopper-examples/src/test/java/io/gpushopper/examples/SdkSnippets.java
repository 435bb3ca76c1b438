package io.gpushopper.examples;

import io.gpushopper.sdk.CostQuery;
import io.gpushopper.sdk.CreatedSession;
import io.gpushopper.sdk.DeleteOutcome;
import io.gpushopper.sdk.GpuShopperClient;
import io.gpushopper.sdk.InventoryQuery;
import io.gpushopper.sdk.OfferSort;
import io.gpushopper.sdk.RetryPolicy;
import io.gpushopper.sdk.SessionEvents;
import io.gpushopper.sdk.SessionQuery;
import io.gpushopper.sdk.Tagged;
import io.gpushopper.sdk.errors.AwaitTimeoutException;
import io.gpushopper.sdk.errors.ConflictException;
import io.gpushopper.sdk.errors.SessionEndedException;
import io.gpushopper.sdk.errors.StaleInventoryException;
import io.gpushopper.sdk.wire.CostsJson;
import io.gpushopper.sdk.wire.CreateSessionRequest;
import io.gpushopper.sdk.wire.ErrorType;
import io.gpushopper.sdk.wire.InventoryJson;
import io.gpushopper.sdk.wire.OfferJson;
import io.gpushopper.sdk.wire.SessionJson;
import io.gpushopper.sdk.wire.SessionStatus;
import io.gpushopper.sdk.wire.WarningJson;
import io.gpushopper.sdk.wire.WorkloadTypes;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;

/** The code of docs/sdk.md, so that the compiler reads it too. {@link PagesTest} compares the two. */
final class SdkSnippets {
    private SdkSnippets() {}

    static void connect(String token) {
        GpuShopperClient client = GpuShopperClient.builder("http://localhost:8080")
                .token(token)
                .requestTimeout(Duration.ofSeconds(90))
                .retryPolicy(RetryPolicy.standard())
                .build();
        System.out.println(client.ready().ready());
    }

    static void rent(Path keyFile) {
        GpuShopperClient client = GpuShopperClient.at("http://localhost:8080");
        OfferJson offer = client.inventory()
                .list(InventoryQuery.builder().gpuType("RTX 4090").limit(1).build())
                .offers()
                .get(0);
        CreatedSession created = client.sessions()
                .create(CreateSessionRequest.builder("my-application", offer.id(), WorkloadTypes.LLM, 2)
                        .build());
        created.privateKey().orElseThrow().writeTo(keyFile);
        SessionJson running = client.sessions().awaitRunning(created.id(), Duration.ofMinutes(15));
        System.out.printf("ssh -i %s -p %d %s@%s%n", keyFile, running.sshPort(), running.sshUser(), running.sshHost());
        client.sessions().delete(created.id());
    }

    static void search(GpuShopperClient client) {
        InventoryQuery query = InventoryQuery.builder()
                .gpuType("A100")
                .minVram(80)
                .maxPrice(new BigDecimal("2.50"))
                .minReliability(new BigDecimal("0.95"))
                .sort(OfferSort.PRICE)
                .limit(20)
                .build();
        client.inventory().list(query).offers().forEach(System.out::println);
    }

    static void listAgain(GpuShopperClient client, InventoryQuery query) {
        Tagged<InventoryJson> known = client.inventory().listTagged(query);
        client.inventory().listIfChanged(query, known).ifPresent(changed -> System.out.println(changed.value()));
    }

    static void warnings(GpuShopperClient client, InventoryQuery query) {
        for (WarningJson warning : client.inventory().list(query).warnings()) {
            System.out.println(warning.provider() + ": " + warning.errorType() + ", " + warning.snapshotAgeSeconds());
        }
    }

    static void createOnce(GpuShopperClient client, CreateSessionRequest request, String orderNumber) {
        CreatedSession created = client.sessions().create(request, orderNumber);
        System.out.println(created.isReplayed());
    }

    static void refusals(GpuShopperClient client, CreateSessionRequest request) {
        try {
            client.sessions().create(request);
        } catch (StaleInventoryException e) {
            System.out.println("gone, list again: " + e.offerId());
        } catch (ConflictException e) {
            if (e.errorType().filter(ErrorType.DUPLICATE_SESSION::equals).isPresent()) {
                System.out.println("already rented: " + e.sessionId());
            }
        }
    }

    static void failures(GpuShopperClient client, String sessionId) {
        try {
            client.sessions().awaitRunning(sessionId, Duration.ofMinutes(15));
        } catch (SessionEndedException e) {
            System.out.println("will never run: " + e.errorType());
        } catch (AwaitTimeoutException e) {
            client.sessions().delete(sessionId);
        }
    }

    static void serve(GpuShopperClient client, OfferJson offer) {
        String id = offer.id();
        CreateSessionRequest request = CreateSessionRequest.builder("my-app", id, WorkloadTypes.LLM_VLLM, 2)
                .launchMode("entrypoint")
                .modelId("mistralai/Mistral-7B-Instruct-v0.3")
                .build();
        client.sessions().create(request);
    }

    static void templates(GpuShopperClient client, String offerId, String hashId) {
        client.inventory().compatibleTemplates(offerId).templates().forEach(System.out::println);
        InventoryQuery query = InventoryQuery.builder().templateHashId(hashId).build();
        client.inventory().list(query);
    }

    static void end(GpuShopperClient client, String sessionId) {
        if (client.sessions().delete(sessionId) == DeleteOutcome.IN_PROGRESS) {
            client.sessions().awaitStopped(sessionId, Duration.ofMinutes(5));
        }
    }

    static void list(GpuShopperClient client) {
        SessionQuery query = SessionQuery.builder()
                .consumerId("my-application")
                .status(SessionStatus.PROVISIONING)
                .status(SessionStatus.RUNNING)
                .build();
        client.sessions().list(query).sessions().forEach(System.out::println);
    }

    static void stream(GpuShopperClient client, String sessionId) {
        try (SessionEvents events = client.sessions().streamEvents(sessionId)) {
            events.forEachRemaining(
                    event -> System.out.println(event.time() + " " + event.to() + " " + event.reason()));
        }
    }

    static void costs(GpuShopperClient client, Path csvFile, String sessionId) throws IOException {
        CostsJson month = client.costs().get(CostQuery.thisMonth());
        System.out.println(month.totalCost() + " USD, of it " + month.byGpuType());
        CostQuery query = CostQuery.builder()
                .consumerId("my-application")
                .startDate(LocalDate.of(2026, 11, 1))
                .endDate(LocalDate.of(2026, 11, 24))
                .build();
        Files.writeString(csvFile, client.costs().csv(query));
        System.out.println(client.costs().ofSession(sessionId).totalCost());
    }
}
