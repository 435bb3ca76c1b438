package io.gpushopper.adapters.vastai;

import io.gpushopper.adapters.http.ApiClient;
import io.gpushopper.adapters.http.JsonFields;
import io.gpushopper.domain.session.AccountId;
import io.gpushopper.domain.session.ErrorKind;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.InstanceView;
import io.gpushopper.domain.session.Listing;
import io.gpushopper.ports.ProviderException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One walk over all pages of all instances, never filtered by the server (docs/PROVIDERS.md, Vast.ai: instances). It is complete only
 * when each page has the known shape, the last names no next one, and no fewer instances came than the last page counts. Confined to one walk.
 */
final class VastAiListing {
    // 25 a page: ten thousand instances.
    private static final int MAX_PAGES = 400;

    private final VastAiApi api;
    private final ApiClient client;
    private final VastAiInstances reader;
    private final InstantSource clock;
    private final Instant askedAt;
    private final Map<InstanceId, InstanceView> found = new LinkedHashMap<>();

    VastAiListing(VastAiApi api, ApiClient client, VastAiInstances reader, InstantSource clock) {
        this.api = api;
        this.client = client;
        this.reader = reader;
        this.clock = clock;
        this.askedAt = clock.instant();
    }

    Listing walk(AccountId account) {
        try {
            String token = null;
            for (int page = 0; page < MAX_PAGES; page++) {
                JsonFields body = page(token);
                token = body.text("next_token").orElse(null);
                if (token == null) {
                    return complete(account, body.integer("total_instances").orElseThrow());
                }
            }
            return partial(ErrorKind.MALFORMED, "more than " + MAX_PAGES + " pages");
        } catch (ProviderException failed) {
            return partial(failed.kind(), String.valueOf(failed.getMessage()));
        }
    }

    Listing partial(ErrorKind kind, String reason) {
        return new Listing.Partial(VastAiProviderFactory.ID, askedAt, views(), kind, reason);
    }

    private Listing complete(AccountId account, long total) {
        if (found.size() < total) {
            return partial(ErrorKind.MALFORMED, "only " + found.size() + " of " + total + " instances came");
        }
        return new Listing.Complete(account, askedAt, clock.instant(), views());
    }

    private JsonFields page(@Nullable String token) {
        JsonFields body = client.call(api.list(token))
                .json()
                .filter(VastAiListing::hasKnownShape)
                .orElseThrow(() -> malformed("a page of unknown shape"));
        for (JsonFields instance : body.at("instances").elements()) {
            Optional<InstanceView> view = reader.read(instance);
            if (view.isEmpty()) {
                throw malformed("an instance without an id, or with a label of another kind");
            }
            found.put(view.get().id(), view.get());
        }
        return body;
    }

    private static boolean hasKnownShape(JsonFields body) {
        boolean tokenTold = body.isNull("next_token") || body.text("next_token").isPresent();
        return body.at("instances").isArray()
                && tokenTold
                && body.integer("total_instances").isPresent();
    }

    private List<InstanceView> views() {
        return List.copyOf(found.values());
    }

    private static ProviderException malformed(String what) {
        return new ProviderException(VastAiProviderFactory.ID, ErrorKind.MALFORMED, "list brought " + what);
    }
}
