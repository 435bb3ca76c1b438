package io.gpushopper.server.sessions;

import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.ConsumerId;
import io.gpushopper.domain.session.SessionStatus;
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
        parameters.refuse("created_after", "created_before", "page_token");
        Integer offset = parameters.integer("offset", 0);
        if (offset != null && offset > 0) {
            parameters.refuse("offset");
        }
        ConsumerId consumer = parameters.consumer("consumer_id");
        Set<SessionStatus> statuses = statuses(parameters, problems);
        ProviderId provider = provider(parameters, problems, configured);
        Integer limit = parameters.integer("limit", 1);
        problems.refuseAny();
        return new SessionQuery(caller.shown(consumer), statuses, provider, limit == null ? DEFAULT_LIMIT : limit);
    }

    private static Set<SessionStatus> statuses(QueryParameters parameters, Problems problems) {
        Set<SessionStatus> statuses = EnumSet.noneOf(SessionStatus.class);
        for (String word : parameters.texts("status")) {
            SessionStatus.parse(word)
                    .ifPresentOrElse(
                            statuses::add,
                            () -> problems.addInvalid(
                                    "status",
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
