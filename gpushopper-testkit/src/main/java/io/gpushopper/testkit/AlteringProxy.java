package io.gpushopper.testkit;

import static java.util.Objects.requireNonNull;

import io.gpushopper.testkit.LoopbackServer.Reply;
import io.gpushopper.testkit.LoopbackServer.Request;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Stands between an adapter and its provider, and alters the JSON of good answers. Thread-safe. */
public final class AlteringProxy implements AutoCloseable {
    private static final List<String> PASSED_ON = List.of("authorization", "content-type", "accept", "user-agent");

    private final HttpClient http = HttpClient.newHttpClient();
    private final LoopbackServer server = new LoopbackServer(this::answer);
    private final URI provider;
    private final UnaryOperator<String> alteration;

    /**
     * @param provider where the provider's API is
     * @param alteration what becomes of the body of a good answer
     */
    public AlteringProxy(URI provider, UnaryOperator<String> alteration) {
        this.provider = requireNonNull(provider, "provider");
        this.alteration = requireNonNull(alteration, "alteration");
    }

    /** Where the same API is, altered. */
    public URI url() {
        return server.url(provider.getRawPath());
    }

    private Optional<Reply> answer(Request request) {
        HttpRequest.Builder same = HttpRequest.newBuilder(provider.resolve(request.target()))
                .method(
                        request.verb(),
                        request.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(request.body()));
        PASSED_ON.forEach(
                name -> Optional.ofNullable(request.headers().get(name)).ifPresent(value -> same.header(name, value)));
        try {
            HttpResponse<String> answer = http.send(same.build(), BodyHandlers.ofString());
            boolean good = answer.statusCode() / 100 == 2;
            Map<String, String> wait = answer.headers()
                    .firstValue("Retry-After")
                    .map(text -> Map.of("Retry-After", text))
                    .orElse(Map.of());
            return Optional.of(
                    new Reply(answer.statusCode(), wait, good ? alteration.apply(answer.body()) : answer.body()));
        } catch (IOException lost) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
