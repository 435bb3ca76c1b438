package io.gpushopper.adapters.vastai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpushopper.domain.offer.Offer;
import io.gpushopper.domain.session.InstanceId;
import io.gpushopper.simulator.Simulator;
import io.gpushopper.testkit.MarketControl;
import io.gpushopper.testkit.MarketFault;
import io.gpushopper.testkit.MarketOperation;
import io.gpushopper.testkit.Rental;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Vast.ai's part of the simulator, by its control API. */
final class SimulatedMarket implements MarketControl {
    private static final String PROVIDER = "vastai";

    private final JsonMapper mapper = new JsonMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Simulator simulator;

    SimulatedMarket(Simulator simulator) {
        this.simulator = simulator;
    }

    /** Every offer back, no instance left, no fault set. */
    void reset(int offers) {
        heal();
        control("POST", "/reset", object().put("seed", 1).put("offers", offers));
    }

    @Override
    public List<Rental> rentals() {
        List<Rental> rentals = new ArrayList<>();
        for (JsonNode instance : control("GET", "/instances", object()).path("instances")) {
            if (instance.path("provider").asText().equals(PROVIDER)) {
                rentals.add(new Rental(
                        new InstanceId(
                                VastAiProviderFactory.ID, instance.path("id").asText()),
                        instance.path("tag").asText(""),
                        instance.path("billing").asBoolean()));
            }
        }
        return rentals;
    }

    /** What its meter says, in US dollars. */
    BigDecimal billed(InstanceId id) {
        for (JsonNode instance : control("GET", "/instances", object()).path("instances")) {
            if (instance.path("id").asText().equals(id.value())) {
                return instance.path("billed_usd").decimalValue();
            }
        }
        throw new IllegalStateException("there never was " + id);
    }

    @Override
    public void fail(MarketOperation operation, MarketFault fault, int times) {
        ObjectNode json = object().put("provider", PROVIDER)
                .put("operation", word(operation))
                .put("times", times);
        control("POST", "/faults", describe(json, fault));
    }

    /** A stop is a change of an instance, as a start is. */
    private static String word(MarketOperation operation) {
        return operation == MarketOperation.STOP ? "change" : operation.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void heal() {
        control("DELETE", "/faults", object().put("provider", PROVIDER));
    }

    @Override
    public InstanceId plant(String mark) {
        JsonNode orphan =
                control("POST", "/orphans", object().put("provider", PROVIDER).put("tag", mark));
        return new InstanceId(VastAiProviderFactory.ID, orphan.path("id").asText());
    }

    @Override
    public void sellOut(Offer offer) {
        ObjectNode order = object().put("image", "x").put("disk", 50).put("runtype", "ssh_proxy");
        send(
                "PUT",
                simulator.vastAiUrl() + "/api/v0/asks/" + offer.id().providerOfferId() + "/",
                order.put("label", "sold to somebody else"));
    }

    private static ObjectNode describe(ObjectNode json, MarketFault fault) {
        return switch (fault) {
            case RATE_LIMIT -> json.put("kind", "rate_limit");
            case SERVER_ERROR -> json.put("kind", "status").put("status", 503).put("body", "busy");
            case GATEWAY_ERROR_AFTER_EFFECT ->
                json.put("kind", "status")
                        .put("status", 502)
                        .put("body", "<html>Bad Gateway</html>")
                        .put("after_effect", true);
            case DROP_BEFORE_EFFECT -> json.put("kind", "drop_before_effect");
            case DROP_AFTER_EFFECT -> json.put("kind", "drop_after_effect");
            case BARE_NOT_FOUND -> json.put("kind", "status").put("status", 404).put("body", "");
            case NONSENSE ->
                json.put("kind", "status")
                        .put("status", 200)
                        .put("body", "{\"success\":tr")
                        .put("after_effect", true);
        };
    }

    private JsonNode control(String method, String path, ObjectNode body) {
        return send(method, simulator.controlUrl() + path, body);
    }

    private JsonNode send(String method, String url, ObjectNode body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .method(
                        method,
                        method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .header("Authorization", "Bearer another-key-of-the-account")
                .header("Content-Type", "application/json")
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(
                        method + " " + url + " said " + response.statusCode() + " " + response.body());
            }
            return mapper.readTree(response.body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
