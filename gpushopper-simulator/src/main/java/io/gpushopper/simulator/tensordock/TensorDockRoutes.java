package io.gpushopper.simulator.tensordock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.gpushopper.simulator.http.HttpAnswer;
import io.gpushopper.simulator.http.HttpCall;
import io.gpushopper.simulator.http.Json;
import io.gpushopper.simulator.market.Endpoint;
import io.gpushopper.simulator.market.Endpoint.Effect;
import io.gpushopper.simulator.market.Endpoint.Handler;
import io.gpushopper.simulator.market.Gate;
import io.gpushopper.simulator.market.Operation;
import io.gpushopper.simulator.market.ProviderName;
import io.gpushopper.simulator.market.RateLimit;
import io.gpushopper.simulator.market.World;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** TensorDock's endpoints. Which they are is in docs/simulator.md. */
final class TensorDockRoutes {

    private static final RateLimit V2_LIMIT = RateLimit.perMinute(100);
    private static final RateLimit V0_LIMIT = RateLimit.perMinute(60);
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F-]{36}");

    private final TensorDock tensorDock;
    private final Gate gate;
    private final List<Endpoint> endpoints = List.of(
            v2(Operation.SEARCH, "GET /api/v2/locations", this::locations),
            v2(Operation.SEARCH, "GET /api/v2/hostnodes", this::hostnodes),
            v2(Operation.CREATE, "POST /api/v2/instances", this::create),
            v2(Operation.LIST, "GET /api/v2/instances", this::list),
            v2(Operation.GET, "GET /api/v2/instances/*", this::get),
            v2(Operation.DESTROY, "DELETE /api/v2/instances/*", this::destroy),
            v2(Operation.CHANGE, "POST /api/v2/instances/*/start", this::start),
            v2(Operation.CHANGE, "POST /api/v2/instances/*/stop", this::stop),
            v2(Operation.KEYS, "GET /api/v2/secrets", this::secrets),
            v2(Operation.KEYS, "POST /api/v2/secrets", this::addSecret),
            v2(Operation.KEYS, "GET /api/v2/secrets/*", this::secret),
            v2(Operation.KEYS, "DELETE /api/v2/secrets/*", this::removeSecret),
            Endpoint.of(Operation.ACCOUNT, "POST /api/v0/billing/balance", V0_LIMIT, this::balance));
    private int refusedForStock;

    TensorDockRoutes(TensorDock tensorDock, World world, Gate.Pause pause) {
        this.tensorDock = tensorDock;
        this.gate = new Gate(world, ProviderName.TENSORDOCK, new TensorDockKeeper(), pause);
    }

    List<String> names() {
        return endpoints.stream().map(Endpoint::name).toList();
    }

    HttpAnswer answer(HttpCall call) {
        return Endpoint.find(endpoints, call)
                .map(endpoint -> gate.pass(call, endpoint))
                .orElse(TensorDockAnswers.NO_SUCH_ENDPOINT);
    }

    private static Endpoint v2(Operation operation, String methodAndPath, Handler handler) {
        return Endpoint.of(operation, methodAndPath, V2_LIMIT, handler);
    }

    private HttpAnswer locations(HttpCall call, Effect effect) {
        return HttpAnswer.json(200, TensorDockJson.locations(visibleStock(effect)));
    }

    private HttpAnswer hostnodes(HttpCall call, Effect effect) {
        return HttpAnswer.json(200, TensorDockJson.hostnodes(visibleStock(effect)));
    }

    private List<StockRow> visibleStock(Effect effect) {
        return effect == Effect.TAKEN ? tensorDock.shownStock() : List.of();
    }

    private HttpAnswer create(HttpCall call, Effect effect) {
        Optional<JsonNode> body = call.json().filter(JsonNode::isObject);
        if (body.isEmpty()) {
            return TensorDockAnswers.INVALID_BODY;
        }
        ArrayNode problems = OrderCheck.problems(body.get());
        if (!problems.isEmpty()) {
            return HttpAnswer.json(400, problems);
        }
        JsonNode attributes = body.get().path("data").path("attributes");
        InstanceOrder order = InstanceOrder.of(
                attributes,
                tensorDock
                        .secrets()
                        .sshKey(attributes.path("ssh_key_id").asText())
                        .orElse(""));
        if (effect == Effect.LOST) {
            return HttpAnswer.json(200, TensorDockJson.created(tensorDock.unusedId(), order.name()));
        }
        if (tensorDock.balance().compareTo(BigDecimal.ONE) < 0) {
            return TensorDockAnswers.NO_MONEY;
        }
        Optional<StockRow> row = tensorDock.findStock(order);
        if (row.isEmpty()) {
            return refusedForStock++ % 2 == 0 ? TensorDockAnswers.NO_NODES_400 : TensorDockAnswers.NO_NODES_404;
        }
        if (order.dedicatedIp() && !row.get().resources().hasDedicatedIp()) {
            return TensorDockAnswers.NO_PUBLIC_IP;
        }
        TensorDockInstance instance = tensorDock.rent(row.get(), order);
        return HttpAnswer.json(200, TensorDockJson.created(instance.core().id(), order.name()));
    }

    private HttpAnswer list(HttpCall call, Effect effect) {
        return HttpAnswer.json(200, TensorDockJson.list(effect == Effect.TAKEN ? tensorDock.instances() : List.of()));
    }

    private HttpAnswer get(HttpCall call, Effect effect) {
        String id = id(call);
        if (!ID.matcher(id).matches()) {
            return TensorDockAnswers.INVALID_ID;
        }
        Optional<TensorDockInstance> instance = effect == Effect.TAKEN ? tensorDock.find(id) : Optional.empty();
        return instance.map(found -> HttpAnswer.json(200, TensorDockJson.described(found)))
                .orElse(TensorDockAnswers.NO_INSTANCE);
    }

    private HttpAnswer destroy(HttpCall call, Effect effect) {
        Optional<TensorDockInstance> instance = tensorDock.find(id(call));
        if (instance.isEmpty()) {
            return TensorDockAnswers.NO_INSTANCE;
        }
        if (effect == Effect.TAKEN) {
            tensorDock.delete(instance.get());
        }
        return TensorDockAnswers.DELETED;
    }

    private HttpAnswer start(HttpCall call, Effect effect) {
        Optional<TensorDockInstance> instance = tensorDock.find(id(call));
        if (instance.isEmpty()) {
            return TensorDockAnswers.NO_INSTANCE;
        }
        String status = instance.get().status();
        if (status.equals(TensorDockInstance.RUNNING)) {
            return TensorDockAnswers.ALREADY_RUNNING;
        }
        if (!status.equals(TensorDockInstance.STOPPED)) {
            return TensorDockAnswers.CANNOT_START;
        }
        if (effect == Effect.TAKEN) {
            instance.get().start();
        }
        return HttpAnswer.json(200, TensorDockJson.power(id(call), "starting"));
    }

    private HttpAnswer stop(HttpCall call, Effect effect) {
        Optional<TensorDockInstance> instance = tensorDock.find(id(call));
        if (instance.isEmpty()) {
            return TensorDockAnswers.NO_INSTANCE;
        }
        if (effect == Effect.TAKEN && instance.get().status().equals(TensorDockInstance.RUNNING)) {
            instance.get().stop();
        }
        return HttpAnswer.json(200, TensorDockJson.power(id(call), "stopping"));
    }

    private HttpAnswer secrets(HttpCall call, Effect effect) {
        return effect == Effect.TAKEN ? tensorDock.secrets().list() : new Secrets().list();
    }

    private HttpAnswer secret(HttpCall call, Effect effect) {
        return effect == Effect.TAKEN ? tensorDock.secrets().get(id(call)) : TensorDockAnswers.NO_SECRET;
    }

    private HttpAnswer addSecret(HttpCall call, Effect effect) {
        Optional<JsonNode> body = call.json().filter(JsonNode::isObject);
        if (body.isEmpty()) {
            return TensorDockAnswers.INVALID_BODY;
        }
        Secrets kept = effect == Effect.TAKEN ? tensorDock.secrets() : new Secrets();
        return kept.add(tensorDock.unusedId(), body.get().path("data").path("attributes"));
    }

    private HttpAnswer removeSecret(HttpCall call, Effect effect) {
        return effect == Effect.TAKEN ? tensorDock.secrets().remove(id(call)) : TensorDockAnswers.DELETED_SECRET;
    }

    private HttpAnswer balance(HttpCall call, Effect effect) {
        if (!TensorDockKeeper.hasGoodForm(call)) {
            return TensorDockAnswers.BAD_V0_CREDENTIALS;
        }
        return HttpAnswer.json(
                200,
                Json.object()
                        .put("success", true)
                        .put("balance", tensorDock.balance().setScale(6, RoundingMode.HALF_UP))
                        .put("hourly_cost", tensorDock.hourlyCost()));
    }

    private static String id(HttpCall call) {
        return call.segments().get(3);
    }
}
