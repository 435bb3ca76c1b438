package io.gpushopper.server.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpushopper.application.EventPage;
import io.gpushopper.domain.session.Actor;
import io.gpushopper.domain.session.SessionEvent;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.ports.RecordedEvent;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One stream to a client that takes what it is sent, or does not. */
final class EventStreamTest {
    private static final String COMMENT = ":\n\n";

    private final Connection connection = new Connection();
    private final List<CompletableFuture<EventPage>> asked = new ArrayList<>();
    private final List<Long> askedAfter = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private final CompletableFuture<EventPage> first = new CompletableFuture<>();
    private final EventStream stream = new EventStream(
            connection,
            0,
            first,
            last -> {
                askedAfter.add(last);
                asked.add(new CompletableFuture<>());
                return asked.get(asked.size() - 1);
            },
            page -> page.events().stream().map(event -> event.id() + "\n").reduce("", String::concat),
            () -> ends.add("over"));

    @Test
    void showsEveryFifteenSecondsThatTheConnectionStands() throws IOException {
        opened();

        stream.heartbeat();
        stream.heartbeat();

        assertThat(connection.taken()).isEqualTo("retry: 1000\n\n" + COMMENT + COMMENT);
        assertThat(EventStreams.HEARTBEAT).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void keepsNoMoreThanOnePageForAClientThatTakesNothing() throws IOException {
        opened();
        connection.takes = false;

        first.complete(page(1));
        for (int i = 0; i < 1_000; i++) {
            stream.heartbeat();
        }

        assertThat(askedAfter).isEmpty();
        assertThat(connection.taken()).isEqualTo("retry: 1000\n\n");
        connection.takes = true;
        stream.onWritePossible();
        assertThat(connection.taken()).isEqualTo("retry: 1000\n\n1\n");
        assertThat(askedAfter).containsExactly(1L);
    }

    @Test
    void holdsUpNobodyWhoTellsAClientThatTakesNothing() throws IOException {
        opened();
        connection.takes = false;

        assertThat(first.complete(page(1))).isTrue();

        assertThat(connection.blocked).isFalse();
    }

    @Test
    void asksForNothingMoreOnceTheClientIsGone() throws IOException {
        opened();
        first.complete(page(1));

        stream.onError(new IOException("gone"));
        stream.onError(new IOException("gone"));

        assertThat(asked).hasSize(1).allSatisfy(page -> assertThat(page).isCancelled());
        assertThat(ends).hasSize(1);
    }

    private void opened() throws IOException {
        stream.open();
        stream.onWritePossible();
    }

    private static EventPage page(long id) {
        SessionEvent event = new SessionEvent(
                new SessionId("sess-aaaaaaaaaaaaaaaa"),
                Instant.EPOCH,
                SessionStatus.RUNNING,
                SessionStatus.RUNNING,
                "noted",
                Actor.ENGINE);
        return new EventPage(List.of(new RecordedEvent(id, event)), false);
    }

    /** Takes all that it is given, or nothing; to write to it unasked would block, as it does in a container. */
    private static final class Connection extends ServletOutputStream {
        private final StringBuilder taken = new StringBuilder();
        private boolean takes = true;
        private boolean blocked;

        String taken() {
            return taken.toString();
        }

        @Override
        public boolean isReady() {
            return takes;
        }

        @Override
        public void setWriteListener(WriteListener listener) {}

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int from, int length) {
            blocked |= !takes;
            taken.append(new String(octets, from, length, StandardCharsets.UTF_8));
        }
    }
}
