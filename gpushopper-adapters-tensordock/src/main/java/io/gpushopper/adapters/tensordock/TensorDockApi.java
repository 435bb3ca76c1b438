package io.gpushopper.adapters.tensordock;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpushopper.adapters.http.AdapterRuntime;
import io.gpushopper.adapters.http.ApiCall;
import io.gpushopper.adapters.http.ApiKey;
import io.gpushopper.adapters.http.CallPriority;
import io.gpushopper.adapters.http.PaceRule;
import io.gpushopper.adapters.http.Pacer;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.InstanceId;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The calls of TensorDock's API v2, all on one budget: the limit is 100 a minute for the whole organisation (docs, getting
 * started), and we stay under it with 1.5 a second. Only purchases and searches heed the breaker: what ends depend on is asked also
 * while purchases fail. Immutable.
 */
final class TensorDockApi {
    static final ProviderId ID = new ProviderId("tensordock");
    static final PaceRule PACE = new PaceRule(Duration.ofNanos(666_666_667), 3);
    // Purchases that took over 60 s were seen again and again; other clients wait 120 s.
    static final Duration LAUNCH_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration SEARCH_TIMEOUT = Duration.ofSeconds(30);
    private static final Pattern INSTANCE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    private final URI url;
    private final Pacer pacer;

    TensorDockApi(URI url, ApiKey token, PaceRule pace, AdapterRuntime runtime) {
        this.url = url;
        this.pacer = runtime.pacer(pace, ID, token, "all");
    }

    /** Whether the text can be an instance's id and stand in a path as it is. */
    static boolean isInstanceId(String text) {
        return INSTANCE_ID.matcher(text).matches();
    }

    /** Whether a 404 to this call can be about the instance. */
    static boolean isAboutOneInstance(ApiCall call) {
        return call.operation().equals("get") || call.operation().equals("destroy");
    }

    Pacer pacer() {
        return pacer;
    }

    /** Any call with credentials proves them, but not that for stock: it was answered without any. */
    ApiCall account() {
        return ApiCall.of("account", CallPriority.READ, pacer, "GET", at("/instances"))
                .pastBreaker();
    }

    ApiCall locations() {
        return ApiCall.of("search", CallPriority.SEARCH, pacer, "GET", at("/locations"))
                .withTimeout(SEARCH_TIMEOUT);
    }

    ApiCall create(JsonNode body) {
        return ApiCall.of("create", CallPriority.LAUNCH, pacer, "POST", at("/instances"))
                .withBody(body.toString())
                .withTimeout(LAUNCH_TIMEOUT);
    }

    ApiCall instances() {
        return ApiCall.of("list", CallPriority.READ, pacer, "GET", at("/instances"))
                .pastBreaker();
    }

    ApiCall instance(InstanceId id) {
        return ApiCall.of("get", CallPriority.READ, pacer, "GET", of(id)).pastBreaker();
    }

    ApiCall destroy(InstanceId id) {
        return ApiCall.of("destroy", CallPriority.DESTROY, pacer, "DELETE", of(id));
    }

    private URI of(InstanceId id) {
        return at("/instances/" + id.value());
    }

    private URI at(String path) {
        return URI.create(url + path);
    }
}
