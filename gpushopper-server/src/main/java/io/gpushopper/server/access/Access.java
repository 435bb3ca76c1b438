package io.gpushopper.server.access;

import io.gpushopper.sdk.wire.ErrorType;
import io.gpushopper.server.config.AuthConfig;
import io.gpushopper.server.config.StartupException;
import io.gpushopper.server.http.ErrorAnswer;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets a request through when its token is one of the configured, and makes the token's {@link Caller} known. It asks before any path
 * is looked up, and for every path but those it names: one that is added later needs a token until somebody says otherwise here.
 * Without configured tokens everybody may do everything. Thread-safe.
 */
@PreMatching
public final class Access implements ContainerRequestFilter {
    // Whoever runs the server has to see whether it is well, also when he has no token at hand; what the API is, is no
    // secret.
    private static final Set<String> OPEN = Set.of("health", "ready", "openapi.json", "openapi.yaml", "docs");
    private static final String METRICS = "metrics";
    /** An instance shows a token of its own, in the body. */
    private static final Pattern HEARTBEAT = Pattern.compile("api/v1/sessions/[^/;%]{1,128}/heartbeat");

    /** Parameters and slashes after it make no difference to what answers. */
    private static final Pattern METRICS_IN_ANY_FORM = Pattern.compile("/*" + METRICS + "([/;].*)?");

    private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +([\\x21-\\x7E]{1,4096}) *");

    private final AccessTokens tokens;
    private final boolean openMetrics;

    private Access(AccessTokens tokens, boolean openMetrics) {
        this.tokens = tokens;
        this.openMetrics = openMetrics;
    }

    /**
     * As it is configured.
     *
     * @throws StartupException when a setting makes no sense
     */
    public static Access of(AuthConfig config) {
        return new Access(
                AccessTokens.of(config),
                switch (config.metrics()) {
                    case "open" -> true;
                    case "token" -> false;
                    default ->
                        throw new StartupException(
                                "auth.metrics (AUTH_METRICS) must be token or open, got \"" + config.metrics() + "\"");
                });
    }

    /** Whether a token is needed at all. */
    public boolean isOn() {
        return !tokens.isEmpty();
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath(false);
        if (!isOn()) {
            request.setSecurityContext(new Known(request.getSecurityContext(), Caller.EVERYBODY));
        } else if (!isOpen(request.getMethod(), path)) {
            Caller caller = caller(request.getHeaders().getOrDefault(HttpHeaders.AUTHORIZATION, List.of()));
            if (METRICS_IN_ANY_FORM.matcher(path).matches() && !caller.isAdmin()) {
                throw ErrorAnswer.of(403, ErrorType.FORBIDDEN, "metrics are for the tokens of admins")
                        .asException();
            }
            request.setSecurityContext(new Known(request.getSecurityContext(), caller));
        }
    }

    /** A slash at its end makes no difference to what answers. */
    private static String plain(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private boolean isOpen(String method, String path) {
        return OPEN.contains(plain(path))
                || (plain(path).equals(METRICS) && openMetrics)
                || (method.equals("POST") && HEARTBEAT.matcher(path).matches());
    }

    private Caller caller(List<String> headers) {
        if (headers.isEmpty()) {
            throw refused("a token is required: send Authorization: Bearer, a space and the token");
        }
        Matcher bearer = BEARER.matcher(headers.get(0));
        if (headers.size() > 1 || !bearer.matches()) {
            throw refused("the Authorization header must be Bearer, a space and the token");
        }
        Optional<Caller> caller = tokens.find(bearer.group(1));
        return caller.orElseThrow(() -> refused("the token is not known"));
    }

    private static RuntimeException refused(String error) {
        return ErrorAnswer.of(401, ErrorType.UNAUTHORIZED, error).asException();
    }

    /** A request whose caller is known. */
    private record Known(SecurityContext before, Caller caller) implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return caller;
        }

        @Override
        public boolean isUserInRole(String role) {
            return role.equals("admin") && caller.isAdmin();
        }

        @Override
        public boolean isSecure() {
            return before.isSecure();
        }

        @Override
        public String getAuthenticationScheme() {
            return "Bearer";
        }
    }
}
