package io.gpushopper.server.sessions;

import io.gpushopper.application.Diagnosis;
import io.gpushopper.domain.session.Instance;
import io.gpushopper.domain.session.Session;
import io.gpushopper.domain.session.SessionTerms;
import io.gpushopper.domain.session.SshEndpoint;
import io.gpushopper.sdk.wire.CheckJson;
import io.gpushopper.sdk.wire.DiagnosticsJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What a look at a running session showed, as the API shows it. */
final class DiagnosisView {
    private static final String NOTE = "Full SSH diagnostics require client-side SSH access.";

    private DiagnosisView() {}

    static DiagnosticsJson diagnosis(Diagnosis seen) {
        Session session = seen.session();
        SessionTerms terms = session.terms();
        Instance instance = session.instance().orElseThrow();
        SshEndpoint endpoint = instance.endpoint().orElseThrow();
        Instant running = instance.access().verifiedAt();
        return DiagnosticsJson.builder(session.id().value(), SessionView.status(session))
                .provider(session.provider().value())
                .gpuType(terms.gpus().model().name())
                .gpuCount(terms.gpus().count())
                .sshHost(endpoint.host())
                .sshPort(endpoint.port())
                .sshUser(endpoint.user())
                .launchMode(SessionView.LAUNCH_MODE)
                .apiEndpoint("")
                .createdAt(terms.createdAt())
                .expiresAt(terms.expiresAt())
                .uptime(running == null ? "0m" : words(Duration.between(running, seen.at())))
                .timeToExpiry(words(Duration.between(seen.at(), terms.expiresAt())))
                .sshAvailable(seen.sshAvailable())
                .note(NOTE)
                .hostKeyFingerprint(instance.access().hostKey())
                .checks(List.of(new CheckJson(
                        "ssh_login", seen.sshAvailable(), seen.detail().isEmpty() ? null : seen.detail())))
                .build();
    }

    /** Such as {@code 1h 30m}, {@code 30m} and {@code 0m}; what is negative counts as nothing. */
    static String words(Duration time) {
        Duration left = time.isNegative() ? Duration.ZERO : time;
        return left.toHours() > 0 ? left.toHours() + "h " + left.toMinutesPart() + "m" : left.toMinutes() + "m";
    }
}
