package io.gpushopper.e2e;

import io.gpushopper.sdk.GpuShopperClient;
import io.gpushopper.sdk.HttpAnswer;
import io.gpushopper.sdk.HttpCall;
import io.gpushopper.sdk.HttpTransport;
import io.gpushopper.server.DescribedApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Holds every answer that a server of ours gives against the description of the API. Thread-safe. */
final class Described {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Set<String> SERVERS = ConcurrentHashMap.newKeySet();

    private Described() {}

    /** A client of that server; it fails on an answer that is not as described. */
    static GpuShopperClient.Builder client(String url) {
        isOurs(url);
        return GpuShopperClient.builder(url).transport(new Held());
    }

    /** From now on what comes from there is held against the description. */
    static void isOurs(String url) {
        SERVERS.add(URI.create(url).getAuthority());
    }

    /** Fails when a server of ours answered otherwise than described. */
    static void hold(HttpResponse<String> response) {
        URI uri = response.request().uri();
        if (SERVERS.contains(uri.getAuthority())) {
            DescribedApi.hold(
                    response.request().method(),
                    uri.getRawPath(),
                    response.statusCode(),
                    response.headers().map(),
                    response.body());
        }
    }

    private static final class Held implements HttpTransport {
        @Override
        public HttpAnswer send(HttpCall call) throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(call.uri())
                    .timeout(call.timeout())
                    .method(
                            call.method(),
                            call.body().map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody));
            call.headers().forEach(request::header);
            HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
            hold(response);
            return new HttpAnswer(response.statusCode(), response.headers().map(), response.body());
        }
    }
}
