package io.gpushopper.adapters.http;

import io.gpushopper.domain.session.ProbeOutcome;
import io.gpushopper.domain.session.ProbeStage;
import io.gpushopper.ports.EndpointProbe;
import io.gpushopper.ports.EndpointRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls what instances serve over HTTP/1.1, without credentials. It reads no body and follows no redirect: who answers is not known.
 * Thread-safe.
 */
public final class HttpEndpointProbe implements EndpointProbe {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    @Override
    public ProbeOutcome call(EndpointRequest request) {
        String path = request.check().path();
        CompletableFuture<HttpResponse<InputStream>> coming;
        try {
            URI uri = URI.create("http://" + request.address() + path);
            coming = http.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofInputStream());
        } catch (IllegalArgumentException noAddress) {
            return new ProbeOutcome.NotYet(ProbeStage.CONNECT, "the provider tells no address that can be called");
        }
        try {
            int status = status(coming.get(request.timeout().toMillis(), TimeUnit.MILLISECONDS));
            return request.check().isPassedBy(status)
                    ? new ProbeOutcome.Serving()
                    : new ProbeOutcome.NotYet(ProbeStage.SERVICE, "GET " + path + " is answered with " + status);
        } catch (TimeoutException late) {
            coming.cancel(true);
            return new ProbeOutcome.NotYet(
                    ProbeStage.SERVICE,
                    "GET " + path + " is not answered within "
                            + request.timeout().toMillis() + " ms");
        } catch (InterruptedException stopped) {
            coming.cancel(true);
            Thread.currentThread().interrupt();
            return new ProbeOutcome.NotYet(ProbeStage.CONNECT, "not called to its end: interrupted");
        } catch (ExecutionException failed) {
            return isUnconnected(failed)
                    ? new ProbeOutcome.NotYet(ProbeStage.CONNECT, "no connection to its port")
                    : new ProbeOutcome.NotYet(ProbeStage.SERVICE, "GET " + path + " is not answered over HTTP");
        }
    }

    /** The body is left alone. */
    private static int status(HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException brokenOff) {
            return response.statusCode();
        }
        return response.statusCode();
    }

    private static boolean isUnconnected(ExecutionException failed) {
        for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
                return true;
            }
        }
        return false;
    }
}
