package io.gpushopper.adapters.http.cumulus;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.adapters.http.JsonFields;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.testkit.LoopbackServer;
import io.gpushopper.testkit.LoopbackServer.Reply;
import io.gpushopper.testkit.LoopbackServer.Request;
import io.gpushopper.testkit.MarketControl;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import io.gpushopper.testkit.Rental;
import java.net.URI;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The service of Cumulus, and the tester's hand on it. Thread-safe. */
final class CumulusMarket implements MarketControl, AutoCloseable {
    static final String GOOD_KEY = "c-good-key";
    private static final int OF_EACH_PLAN = 3;

    private final LoopbackServer server = new LoopbackServer(this::answer);
    private final Map<String, Integer> left = new LinkedHashMap<>(Map.of("p-1", OF_EACH_PLAN, "p-2", OF_EACH_PLAN));
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, Boolean> ended = new HashMap<>();
    private final Map<MarketOperation, MarketFault> faults = new EnumMap<>(MarketOperation.class);
    private final Map<MarketOperation, Integer> times = new EnumMap<>(MarketOperation.class);

    URI url() {
        return server.url("");
    }

    @Override
    public synchronized List<Rental> rentals() {
        return names.entrySet().stream()
                .map(box -> new Rental(
                        new InstanceId(CumulusProviderFactory.ID, box.getKey()),
                        box.getValue(),
                        !ended.containsKey(box.getKey())))
                .toList();
    }

    @Override
    public synchronized void fail(MarketOperation operation, MarketFault fault, int howOften) {
        faults.put(operation, fault);
        times.put(operation, howOften);
    }

    @Override
    public synchronized void heal() {
        faults.clear();
    }

    @Override
    public synchronized InstanceId plant(String mark) {
        return new InstanceId(CumulusProviderFactory.ID, made(mark));
    }

    @Override
    public synchronized void sellOut(Offer offer) {
        left.put(offer.id().providerOfferId(), 0);
    }

    @Override
    public void close() {
        server.close();
    }

    private synchronized Optional<Reply> answer(Request request) {
        if (!("Bearer " + GOOD_KEY).equals(request.headers().get("authorization"))) {
            return Optional.of(refusal(401, "bad_key"));
        }
        MarketOperation operation = operation(request);
        MarketFault fault = faults.get(operation);
        if (fault == null || times.merge(operation, -1, Integer::sum) < 0) {
            return Optional.of(served(operation, request));
        }
        return switch (fault) {
            case RATE_LIMIT -> Optional.of(refusal(429, "slow_down"));
            case SERVER_ERROR -> Optional.of(new Reply(503, "busy"));
            case BARE_NOT_FOUND -> Optional.of(new Reply(404, ""));
            case DROP_BEFORE_EFFECT -> Optional.empty();
            case DROP_AFTER_EFFECT -> {
                served(operation, request);
                yield Optional.empty();
            }
            case GATEWAY_ERROR_AFTER_EFFECT -> {
                served(operation, request);
                yield Optional.of(new Reply(502, "<html>Bad Gateway</html>"));
            }
            case NONSENSE -> {
                served(operation, request);
                yield Optional.of(new Reply(200, "{\"box\":{\"id"));
            }
        };
    }

    private static MarketOperation operation(Request request) {
        String path = request.target().getPath();
        if (path.equals("/me")) {
            return MarketOperation.ACCOUNT;
        }
        if (path.equals("/plans")) {
            return MarketOperation.SEARCH;
        }
        return switch (request.verb()) {
            case "POST" -> MarketOperation.CREATE;
            case "DELETE" -> MarketOperation.DESTROY;
            default -> path.equals("/boxes") ? MarketOperation.LIST : MarketOperation.GET;
        };
    }

    private Reply served(MarketOperation operation, Request request) {
        String box = request.target().getPath().replace("/boxes/", "");
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        switch (operation) {
            case ACCOUNT -> body.put("id", "acme").put("usd", 99.5);
            case SEARCH -> showPlans(body.putArray("plans"));
            case LIST -> {
                ArrayNode boxes = body.putArray("boxes");
                names.keySet().stream()
                        .filter(known -> !ended.containsKey(known))
                        .forEach(known -> show(known, boxes.addObject()));
                body.put("count", boxes.size());
            }
            case CREATE -> {
                JsonFields order = JsonFields.parse(request.body()).orElseThrow();
                String plan = order.text("plan").orElseThrow();
                if (left.merge(plan, -1, Integer::sum) < 0) {
                    return refusal(409, "sold_out");
                }
                show(made(order.text("name").orElseThrow()), body.putObject("box"));
            }
            case GET, DESTROY -> {
                if (!names.containsKey(box) || ended.containsKey(box)) {
                    return refusal(404, "no_box");
                }
                if (operation == MarketOperation.GET) {
                    show(box, body.putObject("box"));
                } else {
                    ended.put(box, true);
                    body.put("ok", true);
                }
            }
            case ATTACH_KEY, STOP, BILL -> throw new IllegalStateException("Cumulus has no such call");
        }
        return new Reply(200, body.toString());
    }

    private void showPlans(ArrayNode plans) {
        left.forEach((plan, count) -> plans.addObject()
                .put("id", plan)
                .put("gpu", "RTX 4090")
                .put("gpus", 1)
                .put("vram_gb", 24)
                .put("usd_per_hour", "0.4" + plan.charAt(2))
                .put("left", OF_EACH_PLAN)
                .put("place", "Oslo, NO"));
    }

    private String made(String name) {
        String box = "b-" + (names.size() + 1);
        names.put(box, name);
        return box;
    }

    private void show(String box, ObjectNode json) {
        json.put("id", box)
                .put("name", names.get(box))
                .put("state", "up")
                .put("ip", "127.0.0.1")
                .put("port", 22)
                .put("usd_per_hour", "0.41");
    }

    private static Reply refusal(int status, String code) {
        return new Reply(status, "{\"code\":\"" + code + "\"}");
    }
}
