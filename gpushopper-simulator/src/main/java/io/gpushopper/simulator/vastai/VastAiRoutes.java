package io.gpushopper.simulator.vastai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.List;
import java.util.Optional;

/** Vast.ai's endpoints, with the rate limits its reference gives them. Source: docs/PROVIDERS.md, Vast.ai: pace. */
final class VastAiRoutes {

    private static final int LONGEST_LABEL = 1_024;
    private static final int USER_ID = 52_417;

    private final VastAi vastAi;
    private final World world;
    private final Gate gate;
    private final List<Endpoint> endpoints = List.of(
            endpoint(Operation.ACCOUNT, "GET /api/v0/users/current", RateLimit.interval("1.0"), this::account),
            endpoint(Operation.SEARCH, "POST /api/v0/bundles", RateLimit.perMinute(10), this::search),
            endpoint(Operation.SEARCH, "GET /api/v0/bundles", RateLimit.perMinute(10), this::searchByQuery),
            endpoint(Operation.CREATE, "PUT /api/v0/asks/*", RateLimit.interval("4.5"), this::create),
            endpoint(Operation.LIST, "GET /api/v1/instances", RateLimit.interval("1.0"), this::list),
            endpoint(Operation.LIST, "GET /api/v0/instances", RateLimit.interval("1.0"), this::listUnpaged),
            endpoint(Operation.GET, "GET /api/v0/instances/*", RateLimit.interval("2.0"), this::get),
            endpoint(Operation.CHANGE, "PUT /api/v0/instances/*", RateLimit.interval("1.0"), this::change),
            endpoint(Operation.DESTROY, "DELETE /api/v0/instances/*", RateLimit.interval("3.0"), this::destroy),
            endpoint(Operation.DESTROY, "DELETE /api/v0/instances", RateLimit.interval("3.0"), this::destroySeveral),
            endpoint(Operation.ATTACH_KEY, "POST /api/v0/instances/*/ssh", RateLimit.interval("1.0"), this::attachKey),
            endpoint(Operation.GET, "GET /api/v0/instances/*/ssh", RateLimit.interval("1.0"), this::keys),
            endpoint(Operation.BILL, "GET /api/v0/charges", RateLimit.interval("1.0"), this::charges),
            endpoint(Operation.TEMPLATES, "GET /api/v0/template", RateLimit.interval("3.0"), this::templates));

    VastAiRoutes(VastAi vastAi, World world, Gate.Pause pause) {
        this.vastAi = vastAi;
        this.world = world;
        this.gate = new Gate(world, ProviderName.VASTAI, new VastAiKeeper(world), pause);
    }

    HttpAnswer answer(HttpCall call) {
        return Endpoint.find(endpoints, call)
                .map(endpoint -> gate.pass(call, endpoint))
                .orElse(VastAiAnswers.NO_SUCH_ENDPOINT);
    }

    private static Endpoint endpoint(Operation operation, String methodAndPath, RateLimit limit, Handler handler) {
        return Endpoint.of(operation, methodAndPath, limit, (call, effect) -> {
            try {
                return handler.handle(call, effect);
            } catch (Refused refused) {
                return refused.answer();
            }
        });
    }

    private HttpAnswer account(HttpCall call, Effect effect) {
        ObjectNode account = Json.object();
        account.put("id", USER_ID);
        account.put("username", "simulated");
        account.put("email", "simulated@example.org");
        account.set("credit", Wire.number(world.balance(ProviderName.VASTAI)));
        account.put("balance", 0);
        account.put("balance_threshold", 0);
        account.put("balance_threshold_enabled", false);
        account.put("can_pay", true);
        account.put("has_billing", true);
        account.put("billing_creditonly", false);
        account.put("email_verified", true);
        account.putNull("ssh_key");
        return HttpAnswer.json(200, account);
    }

    private HttpAnswer search(HttpCall call, Effect effect) {
        return offers(OfferQuery.of(body(call)), effect);
    }

    private HttpAnswer searchByQuery(HttpCall call, Effect effect) {
        String query = call.parameter("q").orElse("{}");
        return offers(
                OfferQuery.of(Json.parse(query).orElseThrow(() -> new Refused(VastAiAnswers.INVALID_JSON))), effect);
    }

    private HttpAnswer offers(OfferQuery query, Effect effect) {
        ArrayNode offers = Json.array();
        if (effect == Effect.TAKEN) {
            vastAi.search(query).forEach(offer -> offers.add(OfferFields.write(offer)));
        }
        ObjectNode answer = Json.object();
        answer.set("offers", offers);
        return HttpAnswer.json(200, answer);
    }

    private HttpAnswer create(HttpCall call, Effect effect) {
        String asked = call.segments().get(3);
        long ask = number(asked).orElseThrow(() -> new Refused(VastAiAnswers.invalidId(asked)));
        CreateOrder order = CreateOrder.of(ask, VastAiTemplates.applied(ask, body(call)));
        if (effect == Effect.LOST) {
            return created(vastAi.unusedContract());
        }
        VastAiInstance instance = vastAi.create(ask, order);
        long id = Long.parseLong(instance.core().id());
        if (instance.intendedStatus().equals(VastAiInstance.STOPPED)) {
            return HttpAnswer.json(
                    200,
                    Json.object()
                            .put("success", false)
                            .put("error", "invalid_price")
                            .put("msg", "The bid is below the lowest bid; the instance is stopped.")
                            .put("new_contract", id));
        }
        return created(id);
    }

    private HttpAnswer created(long id) {
        return HttpAnswer.json(
                200,
                Json.object()
                        .put("success", true)
                        .put("new_contract", id)
                        .put("instance_api_key", vastAi.instanceKey()));
    }

    private HttpAnswer list(HttpCall call, Effect effect) {
        return InstanceListing.of(call).page(effect == Effect.TAKEN ? vastAi.listed() : List.of());
    }

    private HttpAnswer listUnpaged(HttpCall call, Effect effect) {
        List<ObjectNode> listed = effect == Effect.TAKEN ? vastAi.listed() : List.of();
        ObjectNode answer = Json.object().put("instances_found", listed.size());
        answer.set("instances", Json.array().addAll(listed));
        return HttpAnswer.json(200, answer);
    }

    private HttpAnswer get(HttpCall call, Effect effect) {
        String id = call.segments().get(3);
        long number = number(id).orElseThrow(() -> new Refused(VastAiAnswers.invalidId(id)));
        Optional<VastAiInstance> instance = effect == Effect.TAKEN ? vastAi.find(number) : Optional.empty();
        if (instance.isEmpty()) {
            return VastAiAnswers.NO_INSTANCE;
        }
        ObjectNode answer = Json.object();
        answer.set("instances", InstanceJson.write(instance.get(), world.clock().now()));
        return HttpAnswer.json(200, answer);
    }

    private HttpAnswer change(HttpCall call, Effect effect) {
        String id = call.segments().get(3);
        VastAiInstance instance =
                number(id).flatMap(vastAi::find).orElseThrow(() -> new Refused(VastAiAnswers.noSuchInstance(id)));
        JsonNode body = body(call);
        if (body.has("label")) {
            return relabel(instance, body.path("label"), effect);
        }
        if (effect == Effect.TAKEN) {
            switch (body.path("state").asText()) {
                case "stopped" -> instance.stop();
                case "running" -> {
                    return instance.start() ? VastAiAnswers.SUCCESS : VastAiAnswers.QUEUED;
                }
                default -> throw new Refused(VastAiAnswers.invalidRequest("state must be running or stopped"));
            }
        }
        return VastAiAnswers.SUCCESS;
    }

    private static HttpAnswer relabel(VastAiInstance instance, JsonNode label, Effect effect) {
        if (label.asText().length() > LONGEST_LABEL) {
            throw new Refused(VastAiAnswers.labelTooLong(LONGEST_LABEL));
        }
        if (effect == Effect.TAKEN) {
            instance.core().retag(label.isNull() ? null : label.asText());
        }
        return HttpAnswer.json(
                200,
                Json.object()
                        .put("success", true)
                        .put("msg", "label for " + instance.core().id() + " set to '" + label.asText() + "'"));
    }

    private HttpAnswer destroy(HttpCall call, Effect effect) {
        long id = number(call.segments().get(3)).orElseThrow(() -> new Refused(VastAiAnswers.INVALID_INSTANCE_ID));
        VastAiInstance instance = vastAi.find(id).orElseThrow(() -> new Refused(VastAiAnswers.DESTROYED_BEFORE));
        if (effect == Effect.TAKEN) {
            vastAi.destroy(instance);
        }
        return VastAiAnswers.SUCCESS;
    }

    private HttpAnswer destroySeveral(HttpCall call, Effect effect) {
        JsonNode ids = body(call).path("instance_ids");
        if (!ids.isArray() || ids.isEmpty()) {
            throw new Refused(VastAiAnswers.INVALID_INSTANCE_ID);
        }
        if (effect == Effect.TAKEN) {
            ids.forEach(id -> number(id.asText()).flatMap(vastAi::find).ifPresent(vastAi::destroy));
        }
        return VastAiAnswers.SUCCESS;
    }

    private HttpAnswer attachKey(HttpCall call, Effect effect) {
        VastAiInstance instance = number(call.segments().get(3))
                .flatMap(vastAi::find)
                .orElseThrow(() -> new Refused(VastAiAnswers.NO_INSTANCE_FOR_KEY));
        String key = body(call).path("ssh_key").asText().strip();
        if (key.isEmpty()) {
            throw new Refused(VastAiAnswers.NO_KEY);
        }
        if (effect == Effect.TAKEN) {
            instance.attach(key);
        }
        return VastAiAnswers.KEY_ATTACHED;
    }

    /** The keys come as JSON within a JSON string, as they do live. */
    private HttpAnswer keys(HttpCall call, Effect effect) {
        VastAiInstance instance = number(call.segments().get(3))
                .flatMap(vastAi::find)
                .orElseThrow(() -> new Refused(VastAiAnswers.NO_INSTANCE_FOR_KEY));
        ArrayNode keys = Json.array();
        instance.keys()
                .forEach(
                        key -> keys.add(Json.object().put("id", keys.size() + 1).put("ssh_key", key)));
        return HttpAnswer.json(200, Json.object().put("success", true).put("ssh_keys", Json.write(keys)));
    }

    private HttpAnswer charges(HttpCall call, Effect effect) {
        return ChargesPage.of(call)
                .page(
                        effect == Effect.TAKEN ? vastAi.everRented() : List.of(),
                        world.clock().now());
    }

    private HttpAnswer templates(HttpCall call, Effect effect) {
        return VastAiTemplates.page(call, effect);
    }

    private static JsonNode body(HttpCall call) {
        return call.json().filter(JsonNode::isObject).orElseThrow(() -> new Refused(VastAiAnswers.INVALID_JSON));
    }

    private static Optional<Long> number(String id) {
        return id.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(id)) : Optional.empty();
    }
}
