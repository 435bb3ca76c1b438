package io.gpushopper.sdk;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The transport on {@code java.net.http}. Thread-safe. */
final class JdkTransport implements HttpTransport {
    private final HttpClient client;

    JdkTransport(Duration connectTimeout) {
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .build();
    }

    @Override
    public HttpAnswer send(HttpCall call) throws IOException, InterruptedException {
        HttpResponse<String> response =
                await(client.sendAsync(request(call), BodyHandlers.ofString(StandardCharsets.UTF_8)), call);
        return new HttpAnswer(response.statusCode(), response.headers().map(), response.body());
    }

    @Override
    public HttpStream open(HttpCall call) throws IOException, InterruptedException {
        return new JdkStream(await(client.sendAsync(request(call), BodyHandlers.ofPublisher()), call));
    }

    private static HttpRequest request(HttpCall call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri())
                .method(
                        call.method(),
                        call.body()
                                .map(body -> BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                                .orElseGet(BodyPublishers::noBody));
        call.headers().forEach(request::header);
        return request.build();
    }

    /** Waits here, because the client's own time-out ends with the headers: a body that stalls would hang for ever. */
    private static <T> HttpResponse<T> await(CompletableFuture<HttpResponse<T>> exchange, HttpCall call)
            throws IOException, InterruptedException {
        try {
            return exchange.get(call.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no whole answer within " + call.timeout());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        } finally {
            // Without effect on an exchange that is over; else it closes the connection.
            exchange.cancel(true);
        }
    }
}
