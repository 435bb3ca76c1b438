package io.gpushopper.application;

import static java.util.Objects.requireNonNull;

import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.InstanceReading;
import io.gpushopper.domain.session.ProbeOutcome;
import io.gpushopper.domain.session.ProbeStage;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.domain.session.Setup;
import io.gpushopper.ports.EndpointProbe;
import io.gpushopper.ports.EndpointRequest;
import io.gpushopper.ports.ReadingOutcome;
import io.gpushopper.ports.ReadingRequest;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.SshPrivateKey;
import io.gpushopper.ports.SshProbe;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Looks at running sessions on demand. What it sees ends nothing. Thread-safe. */
final class SessionDoctor {
    /** The HTTP API promises diagnostics by a real probe of at most 3 s. */
    private static final Duration LOOK = Duration.ofSeconds(3);

    private final SessionStore sessions;
    private final SshProbe probe;
    private final EndpointProbe endpoints;
    private final InstantSource clock;

    SessionDoctor(SessionStore sessions, SshProbe probe, EndpointProbe endpoints, InstantSource clock) {
        this.sessions = sessions;
        this.probe = probe;
        this.endpoints = endpoints;
        this.clock = clock;
    }

    Diagnosis diagnose(Session session) {
        if (session.status() != SessionStatus.RUNNING) {
            throw new InvalidRequestException(
                    "status",
                    "session " + session.id() + " is not running: it is "
                            + session.status().word());
        }
        Instance instance = session.instance().orElseThrow();
        Instant lastUsedAt = sessions.lastUsedAt(session.id()).orElse(null);
        Setup setup = session.terms().options().setup();
        if (!setup.hasLogin()) {
            ProbeOutcome outcome = called(setup, instance);
            boolean serves = outcome instanceof ProbeOutcome.Serving;
            return new Diagnosis(session, clock.instant(), serves, describe(outcome), null, lastUsedAt);
        }
        Optional<SshPrivateKey> key = sessions.engineKey(session.id());
        if (key.isEmpty()) {
            return new Diagnosis(session, clock.instant(), false, "the engine's key can't be read", null, lastUsedAt);
        }
        ReadingOutcome outcome = probe.read(new ReadingRequest(
                instance.endpoint().orElseThrow(),
                key.get(),
                requireNonNull(instance.access().hostKey(), "hostKey"),
                LOOK));
        if (outcome instanceof ReadingOutcome.Unread unread) {
            return new Diagnosis(
                    session, clock.instant(), outcome.loggedIn(), describe(unread.why()), null, lastUsedAt);
        }
        InstanceReading reading = ((ReadingOutcome.Read) outcome).reading();
        return new Diagnosis(session, clock.instant(), true, "", reading, lastUsedAt);
    }

    private ProbeOutcome called(Setup setup, Instance instance) {
        return setup.serviceAddress(instance.sightings().ports())
                .map(address -> endpoints.call(new EndpointRequest(address, setup.healthCheck(), LOOK)))
                .orElseGet(() -> new ProbeOutcome.NotYet(ProbeStage.CONNECT, "the provider tells no address"));
    }

    private static String describe(ProbeOutcome outcome) {
        if (outcome instanceof ProbeOutcome.NotYet notYet) {
            return notYet.detail();
        }
        return outcome instanceof ProbeOutcome.HostKeyChanged changed
                ? "the host key changed to " + changed.seen()
                : "";
    }
}
