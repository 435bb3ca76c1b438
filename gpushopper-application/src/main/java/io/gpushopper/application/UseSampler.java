package io.gpushopper.application;

import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.domain.session.Observation;
import io.gpushopper.domain.session.ProbeOutcome;
import io.gpushopper.domain.session.ProbeStage;
import io.gpushopper.domain.session.SessionId;
import io.gpushopper.domain.session.SshEndpoint;
import io.gpushopper.domain.session.UsageSample;
import io.gpushopper.domain.session.UseSign;
import io.gpushopper.ports.ReadingOutcome;
import io.gpushopper.ports.ReadingRequest;
import io.gpushopper.ports.SessionStore;
import io.gpushopper.ports.SshPrivateKey;
import io.gpushopper.ports.SshProbe;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks whether an instance is in use: by one login, by what its agent said, and by what its provider showed. Thread-safe. */
final class UseSampler {
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final SessionStore sessions;
    private final SshProbe probe;
    private final UseTelemetry telemetry;
    private final InstantSource clock;

    UseSampler(SessionStore sessions, SshProbe probe, UseTelemetry telemetry, InstantSource clock) {
        this.sessions = sessions;
        this.probe = probe;
        this.telemetry = telemetry;
        this.clock = clock;
    }

    /** It may block for ten seconds. Signs from elsewhere are read last, so that none that came meanwhile is missed. */
    Observation sample(SessionId session, Instance instance) {
        ReadingOutcome outcome = read(session, instance);
        InstanceId id = instance.id();
        List<UseSign> signs = Stream.concat(
                        sessions.lastUsedAt(session).map(at -> new UseSign(at, "a heartbeat")).stream(),
                        telemetry.of(id).stream())
                .toList();
        return outcome instanceof ReadingOutcome.Read read
                ? new Observation.Sampled(id, UsageSample.of(read.reading()), clock.instant(), signs)
                : new Observation.NotSampled(id, ((ReadingOutcome.Unread) outcome).why(), clock.instant(), signs);
    }

    private ReadingOutcome read(SessionId session, Instance instance) {
        Optional<SshPrivateKey> key = sessions.engineKey(session);
        Optional<SshEndpoint> endpoint = instance.endpoint();
        String hostKey = instance.access().hostKey();
        if (key.isEmpty() || endpoint.isEmpty() || hostKey == null) {
            return new ReadingOutcome.Unread(
                    new ProbeOutcome.NotYet(ProbeStage.CONNECT, "there is no key to log in with that can be read"));
        }
        return probe.read(new ReadingRequest(endpoint.get(), key.get(), hostKey, LOOK));
    }
}
