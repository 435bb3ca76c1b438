package io.gpushopper.adapters.vastai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.adapters.http.AdapterRuntime;
import io.gpushopper.adapters.http.ApiCall;
import io.gpushopper.adapters.http.CallPriority;
import io.gpushopper.adapters.http.PaceRule;
import io.gpushopper.adapters.http.Pacer;
import io.gpushopper.domain.ledger.CostPeriod;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.ports.ProviderException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The endpoints in use, each with its pace: Vast.ai wants a minimum interval per endpoint and account. Thread-safe. */
final class VastAiApi {
    // Of the page size, 25 is the largest that is granted (docs/PROVIDERS.md, Vast.ai: instances).
    static final int LIST_PAGE = 25;
    // The provider's own client asks for no more.
    private static final int CHARGES_PAGE = 100;
    private static final String BY_ID = "[{\"col\":\"id\",\"dir\":\"asc\"}]";

    private final VastAiConfig config;
    private final AdapterRuntime runtime;
    private final Pacer account;
    private final Pacer search;
    private final Pacer create;
    private final Pacer list;
    private final Pacer get;
    private final Pacer attachKey;
    private final Pacer stop;
    private final Pacer destroy;
    private final Pacer charges;
    private final Pacer templates;
    private final Pacer volumes;

    VastAiApi(VastAiConfig config, AdapterRuntime runtime) {
        this.config = config;
        this.runtime = runtime;
        this.account = pacer("account", 1_000);
        this.search = pacer("search", 6_000);
        this.create = pacer("create", 4_500);
        this.list = pacer("list", 1_000);
        this.get = pacer("get", 2_000);
        this.attachKey = pacer("attach_key", 1_000);
        this.stop = pacer("stop", 1_000);
        this.destroy = pacer("destroy", 3_000);
        this.charges = pacer("bill", 1_000);
        this.templates = pacer("templates", 3_000);
        this.volumes = pacer("volumes", 5_500);
    }

    /** Like a listing, which is worth nothing without it, it goes past the breaker. */
    ApiCall account() {
        return ApiCall.of("account", CallPriority.READ, account, "GET", uri("/api/v0/users/current/"))
                .pastBreaker();
    }

    ApiCall search(ObjectNode query) {
        return ApiCall.of("search", CallPriority.SEARCH, search, "POST", uri("/api/v0/bundles/"))
                .withBody(query.toString());
    }

    ApiCall create(String providerOfferId, ObjectNode order) {
        return ApiCall.of("create", CallPriority.LAUNCH, create, "PUT", uri("/api/v0/asks/" + providerOfferId + "/"))
                .withBody(order.toString());
    }

    /** One page, from the start when the token is null. */
    ApiCall list(@Nullable String afterToken) {
        String after = afterToken == null ? "" : "&after_token=" + encoded(afterToken);
        URI page = uri("/api/v1/instances/?limit=" + LIST_PAGE + "&order_by=" + encoded(BY_ID) + after);
        return ApiCall.of("list", CallPriority.READ, list, "GET", page).pastBreaker();
    }

    ApiCall get(InstanceId id) {
        return ApiCall.of("get", CallPriority.READ, get, "GET", instance(id, ""));
    }

    ApiCall attachKey(InstanceId id, ObjectNode key) {
        return ApiCall.of("attach_key", CallPriority.READ, attachKey, "POST", instance(id, "ssh/"))
                .withBody(key.toString());
    }

    /** It ends a bill as a destroy does, and goes like one. */
    ApiCall stop(InstanceId id) {
        return ApiCall.of("stop", CallPriority.DESTROY, stop, "PUT", instance(id, ""))
                .withBody("{\"state\":\"stopped\"}");
    }

    ApiCall destroy(InstanceId id) {
        return ApiCall.of("destroy", CallPriority.DESTROY, destroy, "DELETE", instance(id, ""));
    }

    /** Ends several at once, within the same pace. */
    ApiCall destroyTogether(List<InstanceId> ids) {
        String numbers = ids.stream().map(InstanceId::value).collect(Collectors.joining(","));
        return ApiCall.of("destroy_bulk", CallPriority.DESTROY, destroy, "DELETE", uri("/api/v0/instances/"))
                .withBody("{\"instance_ids\":[" + numbers + "]}");
    }

    /** One page of what was charged to instances, from the start when the token is null. Nothing waits for it. */
    ApiCall charges(CostPeriod period, @Nullable String afterToken) {
        String days = "{\"day\":{\"gte\":" + period.begin().getEpochSecond() + ",\"lte\":"
                + (period.end().getEpochSecond() - 1) + "},\"type\":{\"in\":[\"instance\"]}}";
        String after = afterToken == null ? "" : "&after_token=" + encoded(afterToken);
        URI page = uri("/api/v0/charges/?select_filters=" + encoded(days) + "&format=table&latest_first=true&limit="
                + CHARGES_PAGE + after);
        return ApiCall.of("bill", CallPriority.SEARCH, charges, "GET", page);
    }

    ApiCall volumes() {
        URI all = uri("/api/v0/volumes/?owner=me&type=all_volume");
        return ApiCall.of("volumes", CallPriority.SEARCH, volumes, "GET", all);
    }

    /** All columns of the templates that match. */
    ApiCall templates(String filters) {
        URI all = uri("/api/v0/template/?select_filters=" + encoded(filters) + "&select_cols=" + encoded("[\"*\"]"));
        return ApiCall.of("templates", CallPriority.SEARCH, templates, "GET", all);
    }

    /** Where purchases wait for their turn. */
    Pacer createTurns() {
        return create;
    }

    private Pacer pacer(String endpoint, long millis) {
        PaceRule published = PaceRule.every(Duration.ofMillis(millis));
        return runtime.pacer(published.times(config.paceFactor()), VastAiProviderFactory.ID, config.apiKey(), endpoint);
    }

    private URI instance(InstanceId id, String rest) {
        if (!isNumber(id.value())) {
            throw new ProviderException(
                    VastAiProviderFactory.ID,
                    ErrorKind.INVALID_REQUEST,
                    "an instance id is a number, not " + id.value());
        }
        return uri("/api/v0/instances/" + id.value() + "/" + rest);
    }

    static boolean isNumber(String id) {
        return id.matches("[0-9]{1,18}");
    }

    private URI uri(String path) {
        return URI.create(config.url() + path);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
