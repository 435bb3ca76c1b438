package io.gpushopper.simulator.vastai;

import io.gpushopper.simulator.http.HttpAnswer;
import io.gpushopper.simulator.http.HttpCall;
import io.gpushopper.simulator.market.Endpoint;
import io.gpushopper.simulator.market.Gate;
import io.gpushopper.simulator.market.Operation;
import io.gpushopper.simulator.market.World;
import java.util.Optional;

/**
 * Turns calls away as Vast.ai does. Any key is good but those that begin with {@code invalid}; a search needs none.
 * Source: docs/PROVIDERS.md, Vast.ai: calls and answers.
 */
final class VastAiKeeper implements Gate.Keeper {

    private final World world;
    private final RateRefusals rateRefusals = new RateRefusals();

    VastAiKeeper(World world) {
        this.world = world;
    }

    @Override
    public Optional<HttpAnswer> refuse(HttpCall call, Endpoint endpoint) {
        Optional<String> key = key(call);
        if (key.isEmpty()) {
            return endpoint.operation() == Operation.SEARCH
                    ? Optional.empty()
                    : Optional.of(VastAiAnswers.LOGIN_REQUIRED);
        }
        return key.get().startsWith("invalid") ? Optional.of(VastAiAnswers.INVALID_USER_KEY) : Optional.empty();
    }

    @Override
    public String caller(HttpCall call, Endpoint endpoint) {
        return endpoint.name() + " " + key(call).orElse("anonymous");
    }

    @Override
    public HttpAnswer tooFrequent(Endpoint endpoint) {
        return rateRefusals.next(endpoint.limit(), world.settings().rateLimitScale());
    }

    private static Optional<String> key(HttpCall call) {
        return call.bearer().or(() -> call.parameter("api_key"));
    }
}
