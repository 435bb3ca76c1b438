package io.gpushopper.server.sessions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.gpushopper.application.EventPage;
import io.gpushopper.ports.RecordedEvent;
import io.gpushopper.sdk.wire.SessionEventJson;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Events as they are sent, each written once for all the clients that are told of it at once. Thread-safe. */
final class EventFrames {
    // A convenience, which may be emptied at any moment.
    private static final int MOST = 1_000;

    private final Map<RecordedEvent, String> frames = new ConcurrentHashMap<>();
    private final ObjectWriter events;

    EventFrames(ObjectMapper mapper) {
        events = mapper.writerFor(SessionEventJson.class);
    }

    /** The frames of the page, one after the other. */
    String of(EventPage page) {
        if (frames.size() > MOST) {
            frames.clear();
        }
        return page.events().stream()
                .map(event -> frames.computeIfAbsent(event, this::frame))
                .collect(Collectors.joining());
    }

    private String frame(RecordedEvent event) {
        return "id: " + event.id() + "\ndata: " + json(event) + "\n\n";
    }

    private String json(RecordedEvent event) {
        try {
            return events.writeValueAsString(EventView.event(event));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
