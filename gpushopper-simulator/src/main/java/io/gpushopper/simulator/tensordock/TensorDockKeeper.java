package io.gpushopper.simulator.tensordock;

import io.gpushopper.simulator.http.HttpAnswer;
import io.gpushopper.simulator.http.HttpCall;
import io.gpushopper.simulator.market.Endpoint;
import io.gpushopper.simulator.market.Gate;
import io.gpushopper.simulator.market.Operation;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Turns calls away as TensorDock does. Any token is good but those that begin with {@code invalid}; the first API takes
 * its credentials as form fields and says no with status 200. Source: docs/PROVIDERS.md, TensorDock: calls and answers.
 */
final class TensorDockKeeper implements Gate.Keeper {

    private static final String REFUSED_PREFIX = "invalid";

    @Override
    public Optional<HttpAnswer> refuse(HttpCall call, Endpoint endpoint) {
        if (endpoint.operation() == Operation.ACCOUNT) {
            return Optional.empty();
        }
        Optional<String> token = token(call);
        return token.isEmpty() || token.get().startsWith(REFUSED_PREFIX)
                ? Optional.of(TensorDockAnswers.UNAUTHORIZED)
                : Optional.empty();
    }

    @Override
    public String caller(HttpCall call, Endpoint endpoint) {
        boolean isFirstApi = endpoint.operation() == Operation.ACCOUNT;
        return isFirstApi
                ? "v0 " + form(call).getOrDefault("api_token", "")
                : "v2 " + token(call).orElse("");
    }

    @Override
    public HttpAnswer tooFrequent(Endpoint endpoint) {
        return TensorDockAnswers.TOO_MANY;
    }

    static boolean hasGoodForm(HttpCall call) {
        Map<String, String> form = form(call);
        String key = form.getOrDefault("api_key", "");
        String token = form.getOrDefault("api_token", "");
        return !key.isEmpty()
                && !token.isEmpty()
                && !key.startsWith(REFUSED_PREFIX)
                && !token.startsWith(REFUSED_PREFIX);
    }

    private static Optional<String> token(HttpCall call) {
        return call.bearer().or(() -> call.parameter("api_token"));
    }

    private static Map<String, String> form(HttpCall call) {
        Map<String, String> fields = new TreeMap<>();
        for (String pair : call.body().split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
