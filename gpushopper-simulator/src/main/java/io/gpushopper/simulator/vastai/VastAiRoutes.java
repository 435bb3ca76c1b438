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
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Vast.ai's endpoints, with the rate limits its reference gives them. Source: docs/PROVIDERS.md, Vast.ai: pace. */
final class VastAiRoutes {

    private static final int LONGEST_LABEL = 1_024;
    private static final BigDecimal LOWEST_BID = new BigDecimal("0.001");
    private static final BigDecimal HIGHEST_BID_PER_GPU = BigDecimal.valueOf(32);
    private static final HttpAnswer NO_VOLUMES = HttpAnswer.literal(200, "{\"volumes\":[]}");

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
            endpoint(Operation.TEMPLATES, "GET /api/v0/template", RateLimit.interval("3.0"), this::templates),
            endpoint(Operation.CHANGE, "PUT /api/v0/instances/reboot/*", RateLimit.interval("1.0"), this::reboot),
            endpoint(Operation.CHANGE, "PUT /api/v0/instances/recycle/*", RateLimit.interval("1.0"), this::reboot),
            endpoint(Operation.CHANGE, "PUT /api/v0/instances/bid_price/*", RateLimit.interval("5.5"), this::changeBid),
            endpoint(Operation.GET, "PUT /api/v0/instances/request_logs/*", RateLimit.interval("1.0"), this::logs),
            endpoint(
                    Operation.ATTACH_KEY,
                    "DELETE /api/v0/instances/*/ssh/*",
                    RateLimit.interval("2.0"),
                    this::removeKey),
            endpoint(Operation.KEYS, "GET /api/v0/ssh", RateLimit.interval("1.0"), this::accountKeys),
            endpoint(Operation.KEYS, "POST /api/v0/ssh", RateLimit.interval("1.0"), this::addAccountKey),
            endpoint(Operation.KEYS, "PUT /api/v0/ssh/*", RateLimit.interval("1.0"), this::replaceAccountKey),
            endpoint(Operation.KEYS, "DELETE /api/v0/ssh/*", RateLimit.interval("1.0"), this::removeAccountKey),
            endpoint(Operation.BILL, "GET /api/v1/invoices", RateLimit.interval("3.0"), this::invoices),
            endpoint(Operation.VOLUMES, "POST /api/v0/volumes/search", RateLimit.interval("5.5"), this::volumeOffers),
            endpoint(Operation.VOLUMES, "PUT /api/v0/volumes", RateLimit.interval("5.5"), this::rentVolume),
            endpoint(Operation.VOLUMES, "GET /api/v0/volumes", RateLimit.interval("5.5"), this::volumes),
            endpoint(Operation.VOLUMES, "DELETE /api/v0/volumes", RateLimit.interval("5.5"), this::deleteVolume));

    VastAiRoutes(VastAi vastAi, World world, Gate.Pause pause) {
        this.vastAi = vastAi;
        this.world = world;
        this.gate = new Gate(world, ProviderName.VASTAI, new VastAiKeeper(world), pause);
    }

    List<String> names() {
        return endpoints.stream().map(Endpoint::name).toList();
    }

    HttpAnswer answer(HttpCall call) {
        List<String> path = call.segments();
        if (path.size() == 2 && path.get(0).equals("results")) {
            return world.exclusively(() -> vastAi.logs().read(path.get(1)));
        }
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
        account.put("id", VastAi.USER_ID);
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
        vastAi.volumes()
                .rentFor(
                        instance.offer(),
                        order,
                        body(call).path("volume_info"),
                        world.clock().now());
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
        String key = key(call);
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

    private HttpAnswer removeKey(HttpCall call, Effect effect) {
        VastAiInstance instance = number(call.segments().get(3))
                .flatMap(vastAi::find)
                .orElseThrow(() -> new Refused(VastAiAnswers.NO_INSTANCE_FOR_KEY));
        long index = number(call.segments().get(5)).orElse(0L);
        if (index < 1 || index > instance.keys().size()) {
            throw new Refused(VastAiAnswers.NO_SUCH_KEY);
        }
        if (effect == Effect.TAKEN) {
            instance.remove(instance.keys().get((int) index - 1));
        }
        return VastAiAnswers.KEY_REMOVED;
    }

    private HttpAnswer reboot(HttpCall call, Effect effect) {
        VastAiInstance instance = named(call);
        if (effect == Effect.TAKEN) {
            instance.reboot();
        }
        return VastAiAnswers.SUCCESS;
    }

    private HttpAnswer changeBid(HttpCall call, Effect effect) {
        VastAiInstance instance = named(call);
        BigDecimal bid = Json.number(body(call).path("price")).orElse(BigDecimal.ZERO);
        BigDecimal most = HIGHEST_BID_PER_GPU.multiply(
                BigDecimal.valueOf(instance.offer().gpus().count()));
        if (instance.order().bid() == null || bid.compareTo(LOWEST_BID) < 0 || bid.compareTo(most) > 0) {
            throw new Refused(VastAiAnswers.invalidPrice("price must be between " + LOWEST_BID + " and " + most));
        }
        if (effect == Effect.TAKEN) {
            instance.bid(bid);
        }
        return VastAiAnswers.SUCCESS;
    }

    private HttpAnswer logs(HttpCall call, Effect effect) {
        VastAiInstance instance = number(call.segments().get(4))
                .flatMap(vastAi::find)
                .orElseThrow(() -> new Refused(VastAiAnswers.INVALID_LOG_ID));
        return vastAi.logs().request(call, instance);
    }

    /** The instance whose id ends the path. */
    private VastAiInstance named(HttpCall call) {
        String id = call.segments().get(4);
        return number(id).flatMap(vastAi::find).orElseThrow(() -> new Refused(VastAiAnswers.noSuchInstance(id)));
    }

    private HttpAnswer accountKeys(HttpCall call, Effect effect) {
        return effect == Effect.TAKEN ? vastAi.accountKeys().list() : VastAiAnswers.NO_ACCOUNT_KEYS;
    }

    private HttpAnswer addAccountKey(HttpCall call, Effect effect) {
        String key = key(call);
        return effect == Effect.TAKEN
                ? vastAi.accountKeys().add(key, world.clock().now())
                : VastAiAnswers.SUCCESS;
    }

    private HttpAnswer replaceAccountKey(HttpCall call, Effect effect) {
        String key = key(call);
        return effect == Effect.TAKEN
                ? vastAi.accountKeys().replace(number(call.segments().get(3)), key)
                : VastAiAnswers.SUCCESS;
    }

    private HttpAnswer removeAccountKey(HttpCall call, Effect effect) {
        return effect == Effect.TAKEN
                ? vastAi.accountKeys().remove(number(call.segments().get(3)))
                : VastAiAnswers.SUCCESS;
    }

    private static String key(HttpCall call) {
        String key = body(call).path("ssh_key").asText().strip();
        if (key.isEmpty()) {
            throw new Refused(VastAiAnswers.NO_KEY);
        }
        return key;
    }

    private HttpAnswer invoices(HttpCall call, Effect effect) {
        return Invoices.page(call, world.settings().creditUsd(), vastAi.openedAt());
    }

    private HttpAnswer volumeOffers(HttpCall call, Effect effect) {
        return VastAiVolumes.offers(effect == Effect.TAKEN ? vastAi.offers() : List.of());
    }

    private HttpAnswer rentVolume(HttpCall call, Effect effect) {
        JsonNode order = body(call);
        String asked = order.path("id").asText();
        VastAiOffer offer =
                number(asked).flatMap(vastAi::findOffer).orElseThrow(() -> new Refused(VastAiAnswers.invalidId(asked)));
        BigDecimal gb = Json.number(order.path("size")).orElse(BigDecimal.ZERO);
        if (gb.signum() <= 0 || gb.compareTo(offer.host().diskGb()) > 0) {
            throw new Refused(VastAiAnswers.invalidRequest("size must be above 0 and at most disk_space"));
        }
        if (effect == Effect.LOST) {
            return VastAiAnswers.SUCCESS;
        }
        long id = vastAi.volumes()
                .rent(offer, gb, order.path("name").asText(""), world.clock().now());
        return vastAi.volumes().rented(id);
    }

    private HttpAnswer volumes(HttpCall call, Effect effect) {
        return effect == Effect.TAKEN ? vastAi.volumes().list() : NO_VOLUMES;
    }

    private HttpAnswer deleteVolume(HttpCall call, Effect effect) {
        String id = call.parameter("id").orElseGet(() -> body(call).path("id").asText());
        return effect == Effect.TAKEN ? vastAi.volumes().delete(number(id)) : VastAiAnswers.SUCCESS;
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
