package io.gpushopper.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpushopper.sdk.errors.NotFoundException;
import io.gpushopper.sdk.errors.TransportException;
import io.gpushopper.sdk.wire.SessionEventJson;
import io.gpushopper.sdk.wire.SessionJson;
import io.gpushopper.sdk.wire.SessionStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StreamTest {
    private final FakeTransport transport = new FakeTransport();
    private final FakeTime time = new FakeTime();
    private final SessionsClient sessions = GpuShopperClient.builder("http://gpu.example")
            .transport(transport)
            .sleeper(time)
            .clock(time)
            .build()
            .sessions();

    @Test
    void givesEventsUntilTheServerSaysThatNothingFollows() {
        transport
                .answers(
                        200,
                        "retry: 1000\n\n:\n\n" + event(3, "pending", "provisioning") + event(5, "running", "stopped"))
                .answers(204, "");

        try (SessionEvents events = sessions.streamEvents("s")) {
            assertThat(ids(events)).containsExactly(3L, 5L);
        }

        assertThat(transport.calls().get(0).headers()).containsEntry("Accept", "text/event-stream");
        assertThat(transport.calls().get(1).headers()).containsEntry("Last-Event-ID", "5");
        assertThat(time.sleeps()).isEmpty();
        assertThat(transport.openStreams()).isZero();
    }

    @Test
    void goesOnAfterTheLastEventWhenTheConnectionBreaks() {
        transport
                .answers(200, event(3, "pending", "provisioning") + "id: 4\ndata: {\"half")
                .breaks()
                .answers(503, Samples.error("not_ready"))
                .answers(200, event(4, "provisioning", "running"))
                .answers(200, event(5, "running", "failed"))
                .answers(204, "");

        try (SessionEvents events = sessions.streamEvents("s")) {
            assertThat(ids(events)).containsExactly(3L, 4L, 5L);
        }

        assertThat(transport.calls())
                .extracting(call -> call.headers().get("Last-Event-ID"))
                .containsExactly(null, "3", "3", "3", "4", "5");
        assertThat(time.sleeps()).hasSize(4).containsOnly(Duration.ofSeconds(1));
    }

    @Test
    void beginsAfterAnyEvent() {
        transport.answers(204, "");

        try (SessionEvents events = sessions.streamEvents("s", 41)) {
            assertThat(events.hasNext()).isFalse();
            assertThat(events.lastEventId()).isEqualTo(41);
        }

        assertThat(transport.onlyCall().headers()).containsEntry("Last-Event-ID", "41");
    }

    @Test
    void givesUpOnASessionThatIsNotThere() {
        transport.answers(404, Samples.error("not_found"));

        try (SessionEvents events = sessions.streamEvents("s")) {
            assertThatThrownBy(events::hasNext).isInstanceOf(NotFoundException.class);
        }
        assertThat(transport.openStreams()).isZero();
    }

    @Test
    void givesUpOnAServerThatStaysAway() {
        for (int i = 0; i < 400; i++) {
            transport.breaks();
        }

        try (SessionEvents events = sessions.streamEvents("s")) {
            assertThatThrownBy(events::hasNext).isInstanceOf(TransportException.class);
        }
        assertThat(time.sleeps()).hasSize(300);
    }

    @Test
    void isOverOnceItIsClosed() {
        transport.answers(200, event(3, "pending", "provisioning"));
        SessionEvents events = sessions.streamEvents("s");
        events.next();

        events.close();

        assertThat(events.hasNext()).isFalse();
        assertThat(transport.openStreams()).isZero();
    }

    @Test
    void readsTheWholeTrailInParts() {
        transport
                .answers(
                        200,
                        "{\"session_id\":\"s\",\"events\":[" + json(3, "pending", "provisioning")
                                + "],\"count\":1,\"next_after\":3}")
                .answers(
                        200,
                        "{\"session_id\":\"s\",\"events\":[" + json(5, "provisioning", "running") + "],\"count\":1}");

        assertThat(sessions.events("s")).extracting(SessionEventJson::id).containsExactly(3L, 5L);
        assertThat(transport.calls().get(1).uri()).hasToString("http://gpu.example/api/v1/sessions/s/events?after=3");
    }

    @Test
    void goesThroughAllPagesOfAListOnceEach() {
        transport.answers(200, page("running", "t1")).answers(200, page("stopped", null));

        List<SessionJson> all = new ArrayList<>();
        sessions.listAll(SessionQuery.builder().limit(1).offset(2).build()).forEach(all::add);

        assertThat(all).extracting(SessionJson::status).containsExactly(SessionStatus.RUNNING, SessionStatus.STOPPED);
        assertThat(transport.calls())
                .extracting(call -> call.uri().getQuery())
                .containsExactly("limit=1&offset=2", "limit=1&page_token=t1");
    }

    @Test
    void asksTheServerToAnswerWhenThereIsNews() {
        transport.answers(200, Samples.session("running"));

        sessions.awaitStatus("s", Duration.ofMinutes(5), SessionStatus.PROVISIONING);

        assertThat(transport.onlyCall().uri().getQuery()).isEqualTo("wait_for=provisioning&timeout_seconds=30");
    }

    private static List<Long> ids(SessionEvents events) {
        List<Long> ids = new ArrayList<>();
        events.forEachRemaining(event -> ids.add(event.id()));
        return ids;
    }

    private static String page(String status, String token) {
        return "{\"sessions\":[" + Samples.session(status) + "],\"count\":1"
                + (token == null ? "}" : ",\"next_page_token\":\"" + token + "\"}");
    }

    private static String event(long id, String from, String to) {
        return "id: " + id + "\ndata: " + json(id, from, to) + "\n\n";
    }

    private static String json(long id, String from, String to) {
        return "{\"id\":" + id + ",\"time\":\"2026-01-29T12:00:00Z\",\"from\":\"" + from + "\",\"to\":\"" + to
                + "\",\"reason\":\"why\",\"actor\":\"engine\"}";
    }
}
