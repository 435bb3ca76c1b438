package io.gpushopper.server.sessions;

import io.gpushopper.domain.cost.Accrued;
import io.gpushopper.domain.offer.OfferId;
import io.gpushopper.domain.session.CostCap;
import io.gpushopper.domain.session.EndCause;
import io.gpushopper.domain.session.IdleThreshold;
import io.gpushopper.domain.session.IdleWatch;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.domain.session.SessionTerms;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.domain.session.SshEndpoint;
import io.gpushopper.sdk.wire.EnforcementJson;
import io.gpushopper.sdk.wire.ErrorType;
import io.gpushopper.sdk.wire.SessionJson;
import io.gpushopper.sdk.wire.SessionStatus;
import io.gpushopper.sdk.wire.StorageJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sessions as the API shows them. */
final class SessionView {
    private SessionView() {}

    /**
     * A session.
     *
     * @param accrued what it was charged so far
     */
    static SessionJson session(Session session, Accrued accrued) {
        SessionTerms terms = session.terms();
        Setup setup = terms.options().setup();
        SessionJson.Builder json = SessionJson.builder(session.id().value(), status(session))
                .consumerId(terms.consumer().value())
                .provider(session.provider().value())
                .gpuType(terms.gpus().model().name())
                .gpuCount(terms.gpus().count())
                .workloadType(terms.workload().word())
                .reservationHours((int) terms.reservation().toHours())
                .pricePerHour(terms.price().amount())
                .createdAt(terms.createdAt())
                .expiresAt(terms.expiresAt())
                .launchMode(setup.mode().word())
                .apiEndpoint(apiEndpoint(session))
                .modelId(setup.model() == null ? null : setup.model().id())
                .templateHashId(
                        setup.template() == null ? null : setup.template().value())
                .diskGb(terms.diskGb())
                .storagePolicy(terms.options().keepFor() == null ? "destroy" : "preserve")
                .idleThresholdMinutes(terms.idleThresholdMinutes())
                .offerId(terms.offer().toString())
                .apiPorts(openPorts(session))
                .name(terms.options().labels().name())
                .tags(terms.options().labels().tags())
                .accruedCost(accrued.shown())
                .retryCount(session.retries())
                .failedOffers(
                        session.failedOffers().stream().map(OfferId::toString).toList())
                .enforcement(enforcement(session));
        session.instance().ifPresent(instance -> addInstance(json, setup, instance));
        if (session.state() instanceof SessionState.Kept kept) {
            json.storage(storage(session, kept));
        }
        session.endCause().ifPresent(cause -> addEnd(json, session, cause));
        return json.build();
    }

    static SessionStatus status(Session session) {
        return new SessionStatus(session.status().word());
    }

    private static void addInstance(SessionJson.Builder json, Setup setup, Instance instance) {
        SshEndpoint endpoint = instance.endpoint().orElse(null);
        if (endpoint != null && setup.hasLogin()) {
            json.sshHost(endpoint.host()).sshPort(endpoint.port()).sshUser(endpoint.user());
        }
        json.providerInstanceId(instance.id().value())
                .startedAt(instance.learntAt())
                .runningAt(instance.access().verifiedAt())
                .hostKeyFingerprint(instance.access().hostKey())
                .idleSince(instance.idle().idleSince());
    }

    /** Where it serves; null where one logs in, and until the provider tells. */
    static @Nullable String apiEndpoint(Session session) {
        return session.instance()
                .flatMap(instance -> session.terms()
                        .options()
                        .setup()
                        .serviceAddress(instance.sightings().ports()))
                .map(address -> "http://" + address)
                .orElse(null);
    }

    /** The ports that were asked for, where each is reached by now. */
    private static Map<String, String> openPorts(Session session) {
        Map<String, String> open = new LinkedHashMap<>();
        session.instance()
                .map(instance -> instance.sightings().ports())
                .ifPresent(ports -> session.terms()
                        .options()
                        .setup()
                        .ports()
                        .forEach(inside ->
                                ports.address(inside).ifPresent(address -> open.put(String.valueOf(inside), address))));
        return open;
    }

    private static void addEnd(SessionJson.Builder json, Session session, EndCause cause) {
        json.stopReason(cause.reason().word());
        EndCause.Failure failure = cause.failure();
        if (failure != null) {
            json.error(failure.message()).errorType(new ErrorType(failure.type().word()));
        }
        if (session.state() instanceof SessionState.Over over) {
            json.stoppedAt(over.at());
        }
    }

    private static StorageJson storage(Session session, SessionState.Kept kept) {
        return new StorageJson(
                true,
                session.find(kept.instance())
                        .map(instance -> instance.meter().rates().storage().amount())
                        .orElse(null),
                kept.instance().value(),
                kept.until());
    }

    /** What is really armed: nothing once the end has begun, and for kept storage what releases it. */
    private static List<EnforcementJson> enforcement(Session session) {
        List<EnforcementJson> rules = new ArrayList<>();
        if (session.state() instanceof SessionState.Kept kept) {
            rules.add(rule("kept_storage", kept.until(), "armed"));
            addCostCap(rules, session);
        }
        if (!session.isActive()) {
            return rules;
        }
        rules.add(rule("expiry", session.terms().expiresAt(), "armed"));
        rules.add(rule("hard_limit", session.terms().hardLimitAt(), "armed"));
        addCostCap(rules, session);
        rules.add(rule("guard", null, "none"));
        IdleThreshold.of(session.terms()).ifPresent(threshold -> rules.add(idle(session, threshold)));
        return rules;
    }

    private static void addCostCap(List<EnforcementJson> rules, Session session) {
        if (session.terms().options().limits().maxTotal() != null) {
            rules.add(rule("cost_cap", CostCap.actsAt(session).orElse(null), "armed"));
        }
    }

    /** It acts at no moment that could be told while the instance is in use, or its use is not known. */
    private static EnforcementJson idle(Session session, IdleThreshold threshold) {
        IdleWatch watch = session.instance().map(Instance::idle).orElse(IdleWatch.NONE);
        IdleWatch.Look last = watch.last();
        String state = watch.isBlind() ? "blind" : watch.warnedAt() == null ? "armed" : "warned";
        return new EnforcementJson(
                "idle", watch.endsAt(threshold).orElse(null), state, last == null ? null : last.at());
    }

    private static EnforcementJson rule(String rule, @Nullable Instant actsAt, String state) {
        return new EnforcementJson(rule, actsAt, state, null);
    }
}
