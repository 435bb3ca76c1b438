package io.gpushopper.server.sessions;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.ports.SessionFilter;
import io.gpushopper.ports.SessionQuery;
import io.gpushopper.server.access.Caller;
import io.gpushopper.server.http.Problems;
import io.gpushopper.server.http.QueryParameters;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads which sessions to list from the query of a request. */
final class SessionParameters {
    /** The HTTP API lists all sessions where no limit is given, up to so many. */
    private static final int DEFAULT_LIMIT = 1_000;

    // Sessions of a provider whose key was taken away are still there to be listed.
    private static final Set<String> PROVIDERS = Set.of("tensordock", "vastai");

    private SessionParameters() {}

    /**
     * What to list.
     *
     * @throws io.gpushopper.server.http.RefusedException when anything of it is wrong
     */
    static SessionQuery query(
            QueryParameters parameters, Problems problems, Collection<ProviderId> configured, Caller caller) {
        ConsumerId consumer = parameters.consumer("consumer_id");
        SessionFilter filter = SessionFilter.EVERYTHING
                .in(statuses("status", parameters, problems))
                .at(provider(parameters, problems, configured))
                .created(parameters.time("created_after"), parameters.time("created_before"));
        Integer offset = parameters.integer("offset", 0);
        SessionQuery.Place place = place(parameters, problems);
        if (place != null && offset != null) {
            problems.add("offset", "offset and page_token exclude each other");
        }
        Integer limit = parameters.integer("limit", 1);
        problems.refuseAny();
        return new SessionQuery(
                filter.of(caller.shown(consumer)),
                place,
                offset == null ? 0 : offset,
                limit == null ? DEFAULT_LIMIT : limit);
    }

    private static SessionQuery.@Nullable Place place(QueryParameters parameters, Problems problems) {
        String token = parameters.text("page_token");
        SessionQuery.Place place = token == null ? null : PageToken.parse(token).orElse(null);
        if (token != null && place == null) {
            problems.addInvalid("page_token", "must be a next_page_token of this list", token);
        }
        return place;
    }

    /** The statuses that a parameter names, which may be given more than once. */
    static Set<SessionStatus> statuses(String parameter, QueryParameters parameters, Problems problems) {
        Set<SessionStatus> statuses = EnumSet.noneOf(SessionStatus.class);
        for (String word : parameters.texts(parameter)) {
            SessionStatus.parse(word)
                    .ifPresentOrElse(
                            statuses::add,
                            () -> problems.addInvalid(
                                    parameter,
                                    "must be one of pending, provisioning, running, stopping, stopped, failed",
                                    word));
        }
        return statuses;
    }

    private static @Nullable ProviderId provider(
            QueryParameters parameters, Problems problems, Collection<ProviderId> configured) {
        String name = parameters.text("provider");
        Set<String> known = new TreeSet<>(PROVIDERS);
        configured.forEach(provider -> known.add(provider.value()));
        if (name != null && !known.contains(name)) {
            problems.addInvalid("provider", "must be one of " + String.join(", ", known), name);
            return null;
        }
        return name == null ? null : new ProviderId(name);
    }
}
