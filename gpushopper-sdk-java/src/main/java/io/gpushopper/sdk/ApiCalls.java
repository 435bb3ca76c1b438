package io.gpushopper.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpushopper.sdk.errors.ApiException;
import io.gpushopper.sdk.errors.CallInterruptedException;
import io.gpushopper.sdk.errors.ProtocolException;
import io.gpushopper.sdk.errors.TransportException;
import io.gpushopper.sdk.wire.ErrorJson;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns calls of the API into HTTP and answers into values or exceptions. Immutable, and thread-safe with its transport. */
final class ApiCalls {
    private static final String JSON = "application/json";

    private final String baseUrl;
    private final HttpTransport transport;
    private final ObjectMapper mapper;
    private final ErrorAnswers errors;
    private final Map<String, String> headers;
    private final Duration timeout;

    ApiCalls(
            String baseUrl,
            HttpTransport transport,
            ObjectMapper mapper,
            ErrorAnswers errors,
            Map<String, String> headers,
            Duration timeout) {
        this.baseUrl = baseUrl;
        this.transport = transport;
        this.mapper = mapper;
        this.errors = errors;
        this.headers = Map.copyOf(headers);
        this.timeout = timeout;
    }

    /** The same calls with another header on each. */
    ApiCalls withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiCalls(baseUrl, transport, mapper, errors, more, timeout);
    }

    /** The same calls, none of which waits longer than {@code longest}. */
    ApiCalls withTimeoutOfAtMost(Duration longest) {
        return longest.compareTo(timeout) >= 0
                ? this
                : new ApiCalls(baseUrl, transport, mapper, errors, headers, longest);
    }

    /** How long one answer may take. */
    Duration timeout() {
        return timeout;
    }

    /** Opens a stream of what comes after an event; 0 for all. */
    HttpStream stream(String path, long after) throws IOException, InterruptedException {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Accept", "text/event-stream");
        if (after > 0) {
            all.put("Last-Event-ID", Long.toString(after));
        }
        return transport.open(new HttpCall("GET", URI.create(baseUrl + path), all, null, timeout));
    }

    /** The rest of a stream that turned out to be an answer of its own, such as a refusal. */
    HttpAnswer rest(HttpStream stream) throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder();
        Optional<String> line = stream.nextLine(timeout);
        while (line.isPresent()) {
            body.append(line.get()).append('\n');
            line = stream.nextLine(timeout);
        }
        return new HttpAnswer(stream.status(), stream.headers(), body.toString());
    }

    HttpAnswer get(String path, Query query) {
        return send("GET", path + query.suffix(), null, JSON);
    }

    /** Asks for an answer of another type than JSON. */
    HttpAnswer getText(String path, Query query, String mediaType) {
        return send("GET", path + query.suffix(), null, mediaType);
    }

    HttpAnswer post(String path, @Nullable Object body) {
        return send("POST", path, body, JSON);
    }

    HttpAnswer delete(String path) {
        return send("DELETE", path, null, JSON);
    }

    /** The answer itself if it is a success, else the exception that it stands for. */
    HttpAnswer requireSuccess(HttpAnswer answer) {
        if (answer.status() >= 200 && answer.status() < 300) {
            return answer;
        }
        ErrorJson body = errors.body(answer);
        throw ApiException.of(
                answer.status(), body, errors.retryAfter(answer, body).orElse(null));
    }

    <T> T read(HttpAnswer answer, Class<T> type) {
        return parse(answer.body(), type);
    }

    <T> T parse(String json, Class<T> type) {
        try {
            T value = mapper.readValue(json, type);
            if (value != null) {
                return value;
            }
        } catch (JsonMappingException e) {
            throw new ProtocolException("the answer is no " + type.getSimpleName() + " at " + e.getPathReference());
        } catch (JsonProcessingException e) {
            throw new ProtocolException("the answer is no JSON");
        }
        throw new ProtocolException("the answer is null in place of " + type.getSimpleName());
    }

    private HttpAnswer send(String method, String pathAndQuery, @Nullable Object body, String accepted) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Accept", accepted);
        if (body != null) {
            all.put("Content-Type", JSON);
        }
        HttpCall call = new HttpCall(
                method, URI.create(baseUrl + pathAndQuery), all, body == null ? null : write(body), timeout);
        try {
            return transport.send(call);
        } catch (IOException e) {
            throw new TransportException(call.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallInterruptedException(call.toString(), e);
        }
    }

    private String write(Object body) {
        try {
            return mapper.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the request cannot be written as JSON", e);
        }
    }
}
