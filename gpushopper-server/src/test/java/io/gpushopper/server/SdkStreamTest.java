package io.gpushopper.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.sdk.GpuShopperClient;
import io.gpushopper.sdk.SessionEvents;
import io.gpushopper.sdk.errors.NotFoundException;
import io.gpushopper.sdk.wire.CreateSessionRequest;
import io.gpushopper.sdk.wire.SessionEventJson;
import io.gpushopper.sdk.wire.SessionStatus;
import io.gpushopper.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The client's event streams, over its own transport, from the real server. */
final class SdkStreamTest {
    private static final FakeParts parts = new FakeParts();
    private static Api api;
    private static GpuShopperClient client;

    @BeforeAll
    static void startTheServer() {
        api = Api.ready(parts);
        client = GpuShopperClient.at(api.server.uri().toString());
    }

    @AfterAll
    static void stopTheServer() {
        api.close();
    }

    @Test
    void givesEveryEventOnceUntilTheSessionIsOver() {
        String id = running("vastai-41");
        List<SessionEventJson> seen = new ArrayList<>();
        try (SessionEvents events = client.sessions().streamEvents(id)) {
            while (events.hasNext()) {
                seen.add(events.next());
                if (seen.get(seen.size() - 1).to().equals(SessionStatus.RUNNING)) {
                    client.sessions().done(id);
                }
            }
        }

        assertThat(seen).isEqualTo(client.sessions().events(id));
        assertThat(seen.get(seen.size() - 1).to()).isEqualTo(SessionStatus.STOPPED);
    }

    @Test
    void goesOnAfterTheLastEventThatWasSeen() {
        String id = running("vastai-42");
        long last;
        try (SessionEvents events = client.sessions().streamEvents(id)) {
            events.next();
            last = events.lastEventId();
        }
        client.sessions().delete(id);

        List<SessionEventJson> rest = new ArrayList<>();
        try (SessionEvents events = client.sessions().streamEvents(id, last)) {
            events.forEachRemaining(rest::add);
        }

        List<SessionEventJson> all = client.sessions().events(id);
        assertThat(rest).isEqualTo(all.subList(1, all.size()));
    }

    @Test
    void endsAtOnceWhenNothingFollows() {
        String id = running("vastai-43");
        client.sessions().delete(id);
        List<SessionEventJson> all = client.sessions().events(id);

        try (SessionEvents events =
                client.sessions().streamEvents(id, all.get(all.size() - 1).id())) {
            assertThat(events.hasNext()).isFalse();
        }
    }

    @Test
    void isClosedFromAnotherThreadWhileItWaits() throws Exception {
        String id = running("vastai-44");
        SessionEvents events = client.sessions().streamEvents(id);
        SessionEventJson seen = events.next();
        while (!seen.to().equals(SessionStatus.RUNNING)) {
            seen = events.next();
        }
        CompletableFuture<Boolean> next = CompletableFuture.supplyAsync(events::hasNext);
        Eventually.holds("it waits", () -> waiters() > 0);

        events.close();

        assertThat(next.get(20, TimeUnit.SECONDS)).isFalse();
        client.sessions().delete(id);
        Eventually.holds("the server lets go of it", () -> waiters() == 0);
    }

    @Test
    void knowsNoSessionThatIsNotThere() {
        try (SessionEvents events = client.sessions().streamEvents("sess-aaaaaaaaaaaaaaaa")) {
            assertThatThrownBy(events::hasNext).isInstanceOf(NotFoundException.class);
        }
    }

    private static int waiters() {
        return SessionWaitTest.waiters(api.get("/metrics").text());
    }

    private static String running(String offer) {
        String id = client.sessions()
                .create(CreateSessionRequest.builder("me", offer, "llm", 1).build())
                .session()
                .id();
        client.sessions().awaitRunning(id, Duration.ofMinutes(1));
        return id;
    }
}
