package io.gpushopper.server;

import io.gpushopper.application.GpuShopper;
import io.gpushopper.application.ProviderHealth;
import io.gpushopper.domain.offer.ProviderId;
import io.gpushopper.domain.session.SessionStatus;
import io.gpushopper.ports.SessionFilter;
import io.gpushopper.server.config.StartupException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once which credential a provider refuses, and when no provider is left and no session lives, that there is nothing to stay
 * for. Confined to the thread that looks.
 */
final class CredentialWatch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialWatch.class);
    private static final Map<String, String> VARIABLES =
            Map.of("vastai", "VASTAI_API_KEY", "tensordock", "TENSORDOCK_API_TOKEN");
    private static final SessionFilter LIVE = SessionFilter.EVERYTHING.in(SessionStatus.LIVE);

    private final GpuShopper shopper;
    private final CompletableFuture<StartupException> fatal;
    private final Set<ProviderId> refused = new TreeSet<>();
    private boolean started;

    CredentialWatch(GpuShopper shopper, CompletableFuture<StartupException> fatal) {
        this.shopper = shopper;
        this.fatal = fatal;
    }

    @Override
    public void run() {
        Map<ProviderId, ProviderHealth> health = shopper.providers();
        Set<ProviderId> fresh = new TreeSet<>();
        health.forEach((provider, how) -> {
            if (how == ProviderHealth.UNAUTHORIZED && refused.add(provider)) {
                fresh.add(provider);
            } else if (how == ProviderHealth.OK) {
                refused.remove(provider);
            }
        });
        if (isHopeless(health)) {
            fatal.complete(
                    new StartupException(lines(fresh) + "; no other provider is configured and no session lives"));
        } else {
            fresh.forEach(provider -> LOG.error("{}", line(provider)));
        }
        started |= !health.containsValue(ProviderHealth.NOT_SWEPT);
    }

    /** Only while the server starts: a refusal later may pass, and whoever runs the server is told of it. */
    private boolean isHopeless(Map<ProviderId, ProviderHealth> health) {
        return !started
                && !health.isEmpty()
                && health.values().stream().allMatch(how -> how == ProviderHealth.UNAUTHORIZED)
                && shopper.countSessions(LIVE) == 0;
    }

    private String lines(Set<ProviderId> fresh) {
        return String.join("; ", fresh.stream().map(CredentialWatch::line).toList());
    }

    private static String line(ProviderId provider) {
        String variable = VARIABLES.getOrDefault(provider.value(), "its key");
        return "provider " + provider + " refuses " + variable + ": set it to a valid key";
    }
}
