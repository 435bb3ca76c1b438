package io.gpushopper.application;

import io.gpushopper.domain.session.Decision;
import io.gpushopper.domain.session.EndCause;
import io.gpushopper.domain.session.FailureType;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.Observation;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionEvent;
import io.gpushopper.domain.session.SessionState;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.StopReason;
import io.gpushopper.ports.Metrics;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log, the metrics and whoever waits what was decided and saved. Thread-safe. */
final class SessionReporter {
    private static final Logger LOG = LoggerFactory.getLogger(SessionReporter.class);

    private final Metrics metrics;
    private final SessionSignals signals;

    SessionReporter(Metrics metrics, SessionSignals signals) {
        this.metrics = metrics;
        this.signals = signals;
    }

    /** A decision was saved. */
    void decided(Session saved, Observation seen, Decision decision) {
        if (seen instanceof Observation.DestroyRefused) {
            metrics.destroyFailed(saved.provider());
        }
        if (seen instanceof Observation.StopTried stop && !stop.taken()) {
            metrics.stopFailed(saved.provider());
        }
        boolean warned = seen instanceof Observation.Sampled sampled
                && saved.find(sampled.instance())
                        .filter(instance -> instance.idle().isJustWarned())
                        .isPresent();
        if (warned && !decision.events().isEmpty()) {
            metrics.idleWarned(saved.provider());
        }
        decision.events().forEach(event -> tell(saved, event));
        signals.changed(saved, !decision.events().isEmpty());
    }

    private void tell(Session session, SessionEvent event) {
        LOG.info(
                "session {}: {} to {}: {}",
                session.id(),
                event.from().word(),
                event.to().word(),
                event.reason());
        if (event.from() == event.to()) {
            return;
        }
        metrics.sessionMoved(session.provider(), event.from(), event.to());
        if (event.to() == SessionStatus.RUNNING) {
            session.instance().ifPresent(instance -> verified(session, instance));
        }
        session.endCause().ifPresent(cause -> ended(session, event, cause));
    }

    private void verified(Session session, Instance instance) {
        Instant verified = instance.access().verifiedAt();
        Instant reachable = instance.sightings().reachableSince();
        // The time in which a model loads says nothing of logins.
        if (verified != null && session.terms().options().setup().hasLogin()) {
            boolean early = reachable == null || reachable.isAfter(verified);
            metrics.sshVerified(session.provider(), early ? Duration.ZERO : Duration.between(reachable, verified));
        }
    }

    private void ended(Session session, SessionEvent event, EndCause cause) {
        EndCause.Failure failure = cause.failure();
        boolean decidedNow = event.to() == SessionStatus.STOPPING || event.from() != SessionStatus.STOPPING;
        if (decidedNow && cause.reason() == StopReason.IDLE) {
            metrics.idleEnded(session.provider());
        }
        if (failure == null || !decidedNow) {
            return;
        }
        if (failure.type() == FailureType.SSH_TIMEOUT
                || failure.type() == FailureType.HOST_KEY_CHANGED
                || failure.type() == FailureType.GPU_MISMATCH) {
            metrics.sshVerifyFailed(session.provider());
        }
        if (failure.type() == FailureType.PROVIDER_LOST && session.state() instanceof SessionState.Failed) {
            metrics.ghostDetected(session.provider());
        }
    }
}
