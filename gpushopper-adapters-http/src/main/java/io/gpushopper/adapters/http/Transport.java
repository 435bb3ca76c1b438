package io.gpushopper.adapters.http;

import io.gpushopper.domain.session.ErrorKind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends one request over HTTP/1.1 and says what can be known of it. Follows no redirect: the JDK's client would take the
 * credentials along. That client sends a GET, and nothing else, once more by itself when the connection breaks before an answer.
 * Thread-safe.
 */
final class Transport {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** A shorter credential, such as one for the simulator, may stand in a URL by chance. */
    private static final int TELLING = 16;

    private final HttpClient http = HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final ApiKey key;
    private final String userAgent;
    private final InstantSource clock;

    Transport(ApiKey key, String userAgent, InstantSource clock) {
        this.key = key;
        this.userAgent = userAgent;
        this.clock = clock;
    }

    /** @throws InterruptedException when interrupted; the request may have had its effect */
    ApiExchange send(ApiCall call, Instant sendBy) throws InterruptedException {
        if (clock.instant().isAfter(sendBy)) {
            return new ApiExchange.NotSent(unavailable(call, "not sent, the moment to send by had passed"));
        }
        CompletableFuture<HttpResponse<String>> coming = http.sendAsync(
                request(call, sendBy), head -> new CappedBody(call.limits().maxBytes()));
        try {
            HttpResponse<String> response = coming.get(call.limits().timeout().toMillis(), TimeUnit.MILLISECONDS);
            return new ApiExchange.Answered(AnswerHeaders.read(response, clock.instant()), null);
        } catch (TimeoutException late) {
            coming.cancel(true);
            return new ApiExchange.Lost(unavailable(
                    call, "no answer within " + call.limits().timeout().toSeconds() + " s"));
        } catch (InterruptedException interrupted) {
            coming.cancel(true);
            throw interrupted;
        } catch (ExecutionException failed) {
            return afterFailure(call, failed);
        }
    }

    private HttpRequest request(ApiCall call, Instant sendBy) {
        if (key.reveal().length() >= TELLING && call.uri().toString().contains(key.reveal())) {
            throw new IllegalStateException("the credential stands in the URL of " + call.operation());
        }
        String text = call.body();
        BodyPublisher body = text == null ? BodyPublishers.noBody() : BodyPublishers.ofString(text);
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri())
                .method(call.method(), text == null ? body : new PunctualBody(body, sendBy, clock))
                .header("Authorization", "Bearer " + key.reveal())
                .header("Accept", "application/json")
                .header("User-Agent", userAgent);
        if (text != null) {
            request.header("Content-Type", call.contentType());
        }
        return request.build();
    }

    private static ApiExchange afterFailure(ApiCall call, ExecutionException failed) {
        for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
                return new ApiExchange.NotSent(unavailable(call, "no connection"));
            }
            if (cause instanceof PunctualBody.TooLateException) {
                return new ApiExchange.NotSent(unavailable(call, "not sent, the moment to send by had passed"));
            }
            if (cause instanceof AnswerTooLongException) {
                return new ApiExchange.Lost(
                        new ApiFailure(ErrorKind.MALFORMED, call.shown() + ": " + cause.getMessage(), null));
            }
        }
        return new ApiExchange.Lost(unavailable(call, "connection lost"));
    }

    private static ApiFailure unavailable(ApiCall call, String what) {
        return new ApiFailure(ErrorKind.UNAVAILABLE, call.shown() + ": " + what, null);
    }

    /** The answer was broken off. */
    static final class AnswerTooLongException extends IOException {
        AnswerTooLongException(int maxBytes) {
            super("the answer is longer than " + maxBytes + " bytes");
        }
    }
}
